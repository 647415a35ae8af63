import { createHmac, timingSafeEqual } from "node:crypto";
import connectPgSimple from "connect-pg-simple";
import type { Request, RequestHandler } from "express";
import session, { type SessionData } from "express-session";
import { z } from "zod";
import type { Config } from "../config.ts";
import type { EndedLogin } from "../domain/access/index.ts";
import { now } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";

/** A login ends after this long without a request … */
const idleMs = 12 * 3_600_000;
/** … and after this long in any case. */
const absoluteMs = 14 * 24 * 3_600_000;
/** How often the end of an idle session is put off in the database. */
const touchEveryMs = 5 * 60_000;

/** Who is logged in, as the session keeps it. What she may do is read anew with every request. */
const loginSchema = z.object({
  userId: z.uuid(),
  workspaceId: z.uuid(),
  memberId: z.uuid(),
  csrfToken: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
});
export type Login = z.infer<typeof loginSchema>;

/** The login of the browser that sent a request. */
export interface Browser {
  login: Login | null;
  /** @throws AppError("unauthenticated"), the same for every reason; AppError("limit_exceeded"). */
  logIn(credentials: { email: string; password: string }): Promise<Login>;
  logOut(): Promise<void>;
  sessionId: string;
  /** Whether this is the password of who is logged in. @throws AppError("limit_exceeded") */
  confirm(password: string): Promise<boolean>;
  /** Cuts the live connections of logins that have ended elsewhere. */
  cut(ended: readonly EndedLogin[]): Promise<void>;
}

export interface Sessions {
  middleware: RequestHandler;
  /** The session of a request that did not come through Express: a socket's handshake. */
  find(cookieHeader: string | undefined): Promise<{ sessionId: string; login: Login } | null>;
  end(req: Request): Promise<void>;
  close(): Promise<void>;
}

export type SessionConfig = Pick<Config, "PUBLIC_URL" | "SESSION_SECRET" | "DATABASE_SYSTEM_URL">;

/** Sessions in Postgres: an opaque signed id in the cookie, everything else on our side. */
export function openSessions(config: SessionConfig, log: Log): Sessions {
  const secure = config.PUBLIC_URL.startsWith("https:");
  const name = secure ? "__Host-parley.sid" : "parley.sid";
  const cookie = { path: "/", httpOnly: true, sameSite: "lax", secure, maxAge: idleMs } as const;
  const store = new SessionStore({
    conObject: { connectionString: config.DATABASE_SYSTEM_URL, max: 5 },
    tableName: "sessions",
    errorLog: (message: unknown, error: unknown) => log.error({ err: error }, String(message)),
  });
  const sign = (id: string) => createHmac("sha256", config.SESSION_SECRET).update(id).digest("base64");
  return {
    middleware: session({
      name,
      cookie,
      store,
      secret: config.SESSION_SECRET,
      resave: false,
      saveUninitialized: false,
      rolling: true,
    }),
    async find(cookieHeader) {
      const sessionId = readCookie(cookieHeader, name, sign);
      if (!sessionId) return null;
      const login = loginOf(await store.read(sessionId));
      return login && { sessionId, login };
    },
    end: (req) =>
      new Promise((done, failed) => {
        req.res?.clearCookie(name, { ...cookie, maxAge: undefined });
        req.session.destroy((error: unknown) => (error ? failed(error) : done()));
      }),
    close: async () => {
      await store.close();
    },
  };
}

/** The login in a stored session, unless its time is over. */
export function loginOf(stored: unknown): Login | null {
  const parsed = z.object({ passport: z.object({ user: loginSchema }) }).safeParse(stored);
  if (!parsed.success) return null;
  const login = parsed.data.passport.user;
  return now().getTime() - login.at < absoluteMs ? login : null;
}

/** Writes the end of a session once in a while instead of with every request; never revives one that was ended. */
class SessionStore extends connectPgSimple(session) {
  readonly #touchedAt = new Map<string, number>();

  override touch(sid: string, data: SessionData, done: () => void = () => {}): void {
    const at = Date.now();
    if (at - (this.#touchedAt.get(sid) ?? 0) < touchEveryMs) {
      done();
      return;
    }
    if (this.#touchedAt.size > 10_000) this.#touchedAt.clear();
    this.#touchedAt.set(sid, at);
    super.touch(sid, data, done);
  }

  read(sid: string): Promise<unknown> {
    return new Promise((done, failed) => this.get(sid, (error, data) => (error ? failed(error) : done(data))));
  }
}

/** The signed value that express-session sets: `s:<id>.<HMAC-SHA256 in base64 without padding>`, percent-encoded. */
function readCookie(header: string | undefined, name: string, sign: (id: string) => string): string | null {
  const pair = header?.split(";").find((part) => part.trim().startsWith(`${name}=`));
  const [, id = "", signature = ""] = /=s%3A([^.]+)\.(.+)$/.exec(pair?.trim() ?? "") ?? [];
  const given = Buffer.from(decode(signature));
  const expected = Buffer.from(sign(id).replace(/=+$/, ""));
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
