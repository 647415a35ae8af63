import type { Express, Request, RequestHandler } from "express";
import express from "express";
import type { Config } from "../config.ts";
import { allow } from "../domain/access/index.ts";
import type { Database } from "../platform/db.ts";
import { AppError } from "../platform/errors.ts";
import type { RateLimits } from "../platform/rate-limit.ts";
import { authenticate, type Caller, refuseForeignOrigin } from "./authenticate.ts";
import type { Cursors } from "./cursor.ts";
import { type Call, type Endpoint, isForPages, isNothing, pathParameters, takesBody } from "./endpoint.ts";
import { InvalidInput } from "./errors.ts";
import type { FileLinks } from "./file-links.ts";
import type { Logins } from "./login.ts";
import { openPage } from "./pages.ts";
import type { Remembered } from "./remembered.ts";
import { file, sendFile } from "./send-file.ts";
import type { Browser, Sessions } from "./sessions.ts";
import { type AdmitShopper, answerPages, openShopperDoor, type ShopperTokens, widgetPath } from "./shoppers.ts";
import type { Standings } from "./standings.ts";

const maxBodyBytes = 256 * 1024;

export interface MountTools {
  config: Pick<Config, "PUBLIC_URL">;
  db: Database;
  sessions: Sessions;
  standings: Standings;
  logins: Logins;
  cursors: Cursors;
  fileLinks: FileLinks;
  shopperTokens: ShopperTokens;
  limits: RateLimits;
  remembered: Remembered;
  /** A person logged out: her sockets are to be cut. */
  onLogout(sessionId: string, memberId: string): Promise<void> | void;
}

/** Gives every endpoint its route: who calls, whether she may, what she sends, what she gets. */
export function mountEndpoints(app: Express, endpoints: readonly Endpoint[], tools: MountTools): void {
  const parseBody = express.json({ limit: maxBodyBytes, inflate: true });
  const withSession: RequestHandler = (req, res, next) =>
    req.headers.authorization === undefined ? tools.sessions.middleware(req, res, next) : next();
  const admitShopper = openShopperDoor(tools);
  app.use(widgetPath, answerPages);
  for (const endpoint of endpoints) {
    const hasBody = takesBody(endpoint);
    const takesFile = endpoint.takes === "file" ? [requirePlain] : [];
    const session = isForPages(endpoint.scope) ? [] : [withSession];
    const before = hasBody ? [...session, requireJson, parseBody] : [...session, ...takesFile];
    app[endpoint.method](endpoint.path, ...before, answer(endpoint, tools, admitShopper));
  }
}

function answer(endpoint: Endpoint, tools: MountTools, admitShopper: AdmitShopper): RequestHandler {
  const route = `${endpoint.method.toUpperCase()} ${endpoint.path}`;
  return async (req, res) => {
    res.locals.route = endpoint.path;
    const requestId = String(res.getHeader("x-request-id"));
    const shopper = isForPages(endpoint.scope) ? await admitShopper(req, endpoint.scope) : null;
    const caller = await admit(endpoint, req, tools, requestId);
    const input = inputOf(endpoint, req);
    const call: Call = {
      db: tools.db,
      browser: browserOf(req, caller, tools),
      fileLinks: tools.fileLinks,
      chat: { tokens: tools.shopperTokens, shopper },
      body: { content: req, statedBytes: Number(req.headers["content-length"] ?? 0) || 0 },
      page: (request) => openPage(tools.cursors, { workspaceId: caller?.ctx.workspaceId ?? "", route }, request),
    };
    const respond = () => endpoint.respond(caller?.ctx ?? null, input, call);
    res.status(endpoint.status).setHeader("cache-control", "no-store");
    if (endpoint.remembered && caller) {
      const body = await tools.remembered.answer(caller.ctx, { route, input }, respond);
      return void res.type("json").send(body);
    }
    const body = await respond();
    if (isNothing(endpoint.output)) res.end();
    else if (endpoint.media) await sendFile(res, file.parse(body));
    else res.json(body);
  };
}

async function admit({ scope }: Endpoint, req: Request, tools: MountTools, requestId: string): Promise<Caller | null> {
  const { db, standings } = tools;
  const { PUBLIC_URL: origin } = tools.config;
  if (isForPages(scope)) return null;
  if (scope === "public") {
    refuseForeignOrigin(req, origin);
    return null;
  }
  const caller = await authenticate(req, { db, standings, requestId, origin });
  if (!caller) throw new AppError("unauthenticated", "Log in, or send an API key");
  if (scope !== "session") allow(caller.ctx, scope);
  else if (!caller.login) throw new AppError("forbidden", "This is for a person who is logged in, not for an API key");
  return caller;
}

/** Path, and query or body. A name that stands in the wrong one of them is unknown input. */
function inputOf(endpoint: Endpoint, req: Request): unknown {
  const names = new Set(pathParameters(endpoint.path));
  const hasBody = takesBody(endpoint);
  const given: unknown = hasBody ? (req.body ?? {}) : req.query;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new InvalidInput([{ path: "", message: "Send a JSON object" }]);
  }
  const stray = [...Object.keys(given).filter((name) => names.has(name)), ...(hasBody ? Object.keys(req.query) : [])];
  if (stray.length > 0) {
    throw new InvalidInput(stray.map((path) => ({ path, message: "Not expected in this place" })));
  }
  return { ...given, ...req.params };
}

function browserOf(req: Request, caller: Caller | null, tools: MountTools): Browser {
  return {
    login: caller?.login ?? null,
    logIn: (credentials) => tools.logins.logIn(req, credentials),
    sessionId: req.sessionID,
    confirm: async (password) => caller?.login != null && tools.logins.confirm(req, caller.login, password),
    async cut(ended) {
      for (const { sessionId, memberId } of ended) await tools.onLogout(sessionId, memberId);
    },
    async logOut() {
      const { sessionID: sessionId } = req;
      await tools.sessions.end(req);
      if (caller?.login) await tools.onLogout(sessionId, caller.login.memberId);
    },
  };
}

/** A form of another site can send a body, but not JSON. */
const requireJson: RequestHandler = (req, _res, next) => {
  const empty = req.headers["transfer-encoding"] === undefined && Number(req.headers["content-length"] ?? 0) === 0;
  if (empty || req.is("application/json")) return next();
  throw Object.assign(new InvalidInput([{ path: "", message: "Send JSON, with content-type application/json" }]), {
    status: 415,
  });
};

/** A file comes as it is: a form would be kept with its boundaries, and packed bytes have no size known beforehand. */
const requirePlain: RequestHandler = (req, res, next) => {
  // What is refused in the middle is not read to its end.
  res.once("finish", () => req.complete || req.destroy());
  const isForm = req.is(["multipart/*", "application/x-www-form-urlencoded"]);
  if (!isForm && (req.headers["content-encoding"] ?? "identity") === "identity") return next();
  const message = "Send the file itself as the body, with content-type application/octet-stream";
  throw Object.assign(new InvalidInput([{ path: "", message }]), { status: 415 });
};
