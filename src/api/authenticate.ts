import { timingSafeEqual } from "node:crypto";
import type { Request } from "express";
import type { Context } from "../domain/workspaces/index.ts";
import type { Database } from "../platform/db.ts";
import { AppError } from "../platform/errors.ts";
import { type Login, loginOf, type Sessions } from "./sessions.ts";
import { readStandings, type Standing, type Standings } from "./standings.ts";

/** Who sent a request. */
export interface Caller {
  ctx: Context;
  /** Null for an API key. */
  login: Login | null;
  sessionId: string | null;
}

/** Of a request or a socket's handshake. */
export interface Credentials {
  cookie?: string | undefined;
  /** An API key. */
  token?: string | undefined;
  requestId: string;
}

/** Where callers are looked up, and for which request. */
interface Desk {
  db: Database;
  standings: Standings;
  requestId: string;
}

/**
 * Who sends this: by API key if there is one, else by the session.
 * @returns null when there are no credentials at all.
 * @throws AppError("unauthenticated") for credentials that open nothing (any more); AppError("forbidden") for a
 *   request that another site may have made in the person's name.
 */
export async function authenticate(req: Request, at: Desk & { origin: string }): Promise<Caller | null> {
  const header = req.get("authorization");
  if (header !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
    if (!token) throw new AppError("unauthenticated", "Send the API key as: Authorization: Bearer KEY");
    return callerOfKey(at, token);
  }
  const login = loginOf(req.session);
  if (!login) return null;
  if (req.method !== "GET" && req.method !== "HEAD") {
    refuseForeignOrigin(req, at.origin);
    refuseWithoutToken(req, login);
  }
  return callerOfLogin(at, req.sessionID, login);
}

/** The same for a socket, which stays: it is looked up anew each time. The caller checks the handshake's origin. */
export async function identify(
  { db, sessions }: { db: Database; sessions: Sessions },
  { cookie, token, requestId }: Credentials,
): Promise<Caller | null> {
  const at = { db, standings: readStandings(db), requestId };
  if (token !== undefined) return callerOfKey(at, token);
  const found = await sessions.find(cookie);
  return found && callerOfLogin(at, found.sessionId, found.login);
}

/** Logging in needs no token, but another site must not be able to log a browser in. */
export function refuseForeignOrigin(req: Request, publicOrigin: string): void {
  const origin = req.get("origin");
  const site = req.get("sec-fetch-site");
  const foreign =
    origin !== undefined
      ? origin !== publicOrigin && hostOf(origin) !== req.get("host")
      : site !== undefined && site !== "same-origin" && site !== "none";
  if (foreign) throw new AppError("forbidden", "This request comes from another site");
}

async function callerOfKey(at: Desk, token: string): Promise<Caller> {
  const standing = await at.standings.ofKey(token);
  if (!standing) throw new AppError("unauthenticated", "This API key is not valid");
  return { ctx: contextOf(at, standing), login: null, sessionId: null };
}

async function callerOfLogin(at: Desk, sessionId: string, login: Login): Promise<Caller> {
  const standing = await at.standings.ofMember(login);
  if (!standing) throw new AppError("unauthenticated", "This login is no longer valid");
  return { ctx: contextOf(at, standing), login, sessionId };
}

function contextOf({ db, requestId }: Desk, standing: Standing): Context {
  return { ...standing, db, requestId, cause: { type: "request", id: requestId, depth: 0 } };
}

function refuseWithoutToken(req: Request, login: Login): void {
  const given = Buffer.from(req.get("x-csrf-token") ?? "");
  const expected = Buffer.from(login.csrfToken);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new AppError("forbidden", "Send the session's csrfToken in the header x-csrf-token", {
      details: { reason: "csrf" },
    });
  }
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
