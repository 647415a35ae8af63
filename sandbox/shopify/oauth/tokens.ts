import { randomBytes } from "node:crypto";

export interface AccessToken {
  kind: "offline" | "online" | "client";
  /** Null: never. */
  endsAtMs: number | null;
  /** A token without an end that a public app asked for: given out, but refused by the Admin API. */
  isRefused: boolean;
  /** What it was exchanged for, when it was moved to a token that ends. */
  migrated: { pair: Pair; atMs: number } | null;
}

export interface RefreshToken {
  endsAtMs: number;
  /** When it was used for the first time. */
  usedAtMs: number | null;
  /** The one it replaces, which stays usable until this one is used. */
  replaces: string | null;
}

export interface Pair {
  accessToken: string;
  refreshToken: string;
}

export interface TokenState {
  access: Map<string, AccessToken>;
  refresh: Map<string, RefreshToken>;
}

export const seconds = { hour: 3_600, day: 86_400, refresh: 7_776_000 } as const;
const retryMs = 30 * seconds.day * 1000;
const migrationRetryMs = 7 * seconds.day * 1000;

export function createTokens(seeded: string | undefined): TokenState {
  const access = new Map<string, AccessToken>();
  if (seeded) access.set(seeded, { kind: "offline", endsAtMs: null, isRefused: false, migrated: null });
  return { access, refresh: new Map() };
}

/** @returns "refused" for a token without an end that a public app may no longer use. */
export function tokenStanding(tokens: TokenState, token: string, nowMs: number): "valid" | "invalid" | "refused" {
  const found = tokens.access.get(token);
  if (!found || found.migrated || (found.endsAtMs !== null && found.endsAtMs <= nowMs)) return "invalid";
  return found.isRefused ? "refused" : "valid";
}

export function newAccessToken(
  tokens: TokenState,
  kind: AccessToken["kind"],
  endsAtMs: number | null,
  prefix = "shpat",
): string {
  const token = `${prefix}_${randomBytes(16).toString("hex")}`;
  const isRefused = kind === "offline" && endsAtMs === null;
  tokens.access.set(token, { kind, endsAtMs, isRefused, migrated: null });
  return token;
}

/** A pair of an app that was authorised anew; it takes the place of any earlier pair. */
export function newPair(tokens: TokenState, nowMs: number): Pair {
  tokens.refresh.clear();
  return pair(tokens, nowMs, null);
}

/**
 * The next pair, or null when the refresh token is unknown, ended or retired. One that was used already may be used
 * again for 30 days, as long as nothing that replaced it was used.
 * Source: https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens
 */
export function refreshed(tokens: TokenState, refreshToken: string, nowMs: number): Pair | null {
  const given = tokens.refresh.get(refreshToken);
  if (!given || given.endsAtMs <= nowMs) return null;
  if (given.usedAtMs !== null && nowMs - given.usedAtMs > retryMs) return null;
  if (given.usedAtMs === null && given.replaces) {
    for (const [other, { replaces }] of tokens.refresh) {
      if (other === given.replaces || (replaces === given.replaces && other !== refreshToken))
        tokens.refresh.delete(other);
    }
  }
  given.usedAtMs ??= nowMs;
  return pair(tokens, nowMs, refreshToken);
}

/**
 * A token without an end becomes one with an end, once; asking again within seven days gives the same pair.
 * Source: https://shopify.dev/changelog/more-resilient-token-exchanges-when-migrating-tokens-without-a-user-session
 */
export function migrated(tokens: TokenState, accessToken: string, nowMs: number): Pair | null {
  const old = tokens.access.get(accessToken);
  if (old?.kind !== "offline" || old.endsAtMs !== null) return null;
  old.migrated ??= { pair: newPair(tokens, nowMs), atMs: nowMs };
  const { pair: given, atMs } = old.migrated;
  const isUnused = tokens.refresh.get(given.refreshToken)?.usedAtMs === null;
  if (!isUnused || nowMs - atMs > migrationRetryMs) return null;
  const access = tokens.access.get(given.accessToken);
  if (access) access.endsAtMs = nowMs + seconds.hour * 1000;
  return given;
}

function pair(tokens: TokenState, nowMs: number, replaces: string | null): Pair {
  const refreshToken = `shprt_${randomBytes(16).toString("hex")}`;
  tokens.refresh.set(refreshToken, { endsAtMs: nowMs + seconds.refresh * 1000, usedAtMs: null, replaces });
  return { accessToken: newAccessToken(tokens, "offline", nowMs + seconds.hour * 1000), refreshToken };
}
