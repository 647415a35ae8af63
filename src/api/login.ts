import { createHash, randomBytes } from "node:crypto";
import type { Request } from "express";
import passport from "passport";
import { Strategy as LocalStrategy } from "passport-local";
import { getUser, verifyPassword } from "../domain/access/index.ts";
import { findInDirectory } from "../domain/workspaces/index.ts";
import { now } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { AppError } from "../platform/errors.ts";
import type { RateLimits } from "../platform/rate-limit.ts";
import { networkOf } from "./network-of.ts";
import type { Login } from "./sessions.ts";

const quarterMs = 15 * 60_000;
/** Wrong passwords per address of the network; an office shares one. */
const perAddress = { name: "login-ip", points: 50, perMs: quarterMs };
/** Wrong passwords per account and address: guessing from elsewhere does not lock the owner out. */
const perAccount = { name: "login-account", points: 8, perMs: quarterMs };
/** Wrong passwords per account from wherever: many addresses together may guess no more. */
const anywhere = { name: "login-anywhere", points: 100, perMs: 60 * 60_000 };

export interface Logins {
  /** @throws AppError("unauthenticated"), the same for every reason; AppError("limit_exceeded"). */
  logIn(req: Request, credentials: { email: string; password: string }): Promise<Login>;
  /** Whether this is the password of who is logged in. Tries count as those to log in. @throws AppError("limit_exceeded") */
  confirm(req: Request, login: Login, password: string): Promise<boolean>;
}

/**
 * Staff login. The answer is the same, and takes as long, for an unknown email, a wrong password and a person who
 * belongs to no workspace. A login gets a new session id, so that one planted before it is worth nothing.
 */
export function createLogins(db: Database, limits: RateLimits): Logins {
  const counted = openAttempts(limits);
  const authenticator = createAuthenticator(db);
  return {
    async logIn(req, { email }) {
      const login = await counted(req, email, () => check(authenticator, req));
      if (!login) throw new AppError("unauthenticated", "The email or the password is wrong");
      await startSession(req, login);
      return login;
    },
    async confirm(req, { userId }, password) {
      const user = await getUser(db, userId);
      return user !== null && (await counted(req, user.email, () => verifyPassword(db, user.email, password))) !== null;
    },
  };
}

/** Counts tries of a password; the right one is none. */
function openAttempts(limits: RateLimits) {
  const addresses = limits.open(perAddress);
  const accounts = limits.open(perAccount);
  const all = limits.open(anywhere);
  return async <T>(req: Request, email: string, attempt: () => Promise<T | null>): Promise<T | null> => {
    const address = networkOf(req);
    const account = createHash("sha256").update(email.toLowerCase()).digest("hex");
    const accountHere = `${account}:${address}`;
    await addresses.take(address);
    await accounts.take(accountHere);
    await all.take(account);
    const found = await attempt();
    if (found) await Promise.all([addresses.giveBack(address), accounts.forget(accountHere), all.giveBack(account)]);
    return found;
  };
}

function createAuthenticator(db: Database): passport.Authenticator {
  const authenticator = new passport.Passport();
  const strategy = new LocalStrategy({ usernameField: "email", session: false }, (email, password, done) => {
    findLogin(db, email, password).then(
      (login) => done(null, login ?? false),
      (error: unknown) => done(error),
    );
  });
  authenticator.use(strategy);
  authenticator.serializeUser((login, done) => done(null, login));
  return authenticator;
}

async function findLogin(db: Database, email: string, password: string): Promise<Login | null> {
  const user = await verifyPassword(db, email, password);
  const [home] = user ? await findInDirectory(db, "member", user.id) : [];
  if (!user || !home) return null;
  const csrfToken = randomBytes(32).toString("base64url");
  return { userId: user.id, workspaceId: home.workspaceId, memberId: home.rowId, csrfToken, at: now().getTime() };
}

function check(authenticator: passport.Authenticator, req: Request): Promise<Login | null> {
  return new Promise((done, failed) => {
    const answer = (error: unknown, login: Login | false | null) => (error ? failed(error) : done(login || null));
    authenticator.authenticate("local", answer)(req, req.res, failed);
  });
}

/** Passport gives the session a new id before it writes who it belongs to. */
function startSession(req: Request, login: Login): Promise<void> {
  return new Promise((done, failed) => {
    req.logIn(login, (error: unknown) => (error ? failed(error) : done()));
  });
}
