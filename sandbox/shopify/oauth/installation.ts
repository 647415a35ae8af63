import { randomBytes } from "node:crypto";
import { type BillingState, createBilling } from "../billing/state.ts";
import { type BulkState, createBulk } from "../bulk/state.ts";
import { createSubscriptions, type WebhookSubscriptions } from "../webhooks/subscriptions.ts";
import { createTokens, type TokenState } from "./tokens.ts";

/** The app in one shop: whether it is installed, what it may do, and what it holds there. */
export interface Installation {
  /** Null: not installed. */
  scopes: string[] | null;
  tokens: TokenState;
  /** Authorization codes not yet exchanged. */
  codes: Map<string, AuthorizationCode>;
  /** Who sits at the shop's admin. */
  staff: Staff;
  webhooks: WebhookSubscriptions;
  bulk: BulkState;
  billing: BillingState;
}

interface AuthorizationCode {
  scopes: string[];
  isOnline: boolean;
  endsAtMs: number;
}

export interface Staff {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  emailVerified: boolean;
  accountOwner: boolean;
}

const codeLifeMs = 60_000;

export function createInstallation(
  shop: { email: string; accessToken?: string | undefined },
  scopes: string[],
): Installation {
  return {
    scopes: shop.accessToken ? [...scopes] : null,
    tokens: createTokens(shop.accessToken),
    codes: new Map(),
    staff: {
      ...{ id: 902_541_635, firstName: "Shop", lastName: "Owner", email: shop.email },
      ...{ emailVerified: true, accountOwner: true },
    },
    ...{ webhooks: createSubscriptions(), bulk: createBulk(), billing: createBilling() },
  };
}

export function hasGranted({ scopes }: Installation, wanted: readonly string[]): boolean {
  return scopes !== null && wanted.every((scope) => scopes.includes(scope));
}

/** The merchant said yes: the app is there with these scopes beside those it had. */
export function grant(installation: Installation, scopes: readonly string[]): void {
  installation.scopes = [...new Set([...(installation.scopes ?? []), ...scopes])];
}

export function newCode(installation: Installation, given: Omit<AuthorizationCode, "endsAtMs">, nowMs: number): string {
  const code = randomBytes(16).toString("hex");
  installation.codes.set(code, { ...given, endsAtMs: nowMs + codeLifeMs });
  return code;
}

/** A code works once. */
export function takeCode(installation: Installation, code: string, nowMs: number): AuthorizationCode | null {
  const found = installation.codes.get(code);
  installation.codes.delete(code);
  return found && found.endsAtMs > nowMs ? found : null;
}

/** Everything the app had in the shop is gone at once; the charges with it. */
export function removeApp(installation: Installation): void {
  const { staff } = installation;
  Object.assign(installation, createInstallation({ email: staff.email }, []), { staff });
}
