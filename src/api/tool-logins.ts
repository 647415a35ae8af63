import type { Express, Request } from "express";
import { keepLogin, keepOffer, openToolSource, sourceOfState, takeLoginAttempt } from "../domain/tool-sources/index.ts";
import { LoginDeclined, toolServers } from "../integrations/index.ts";
import type { Database } from "../platform/db.ts";
import { AppError } from "../platform/errors.ts";
import { authenticate } from "./authenticate.ts";
import { tellPerson } from "./plain-page.ts";
import type { Sessions } from "./sessions.ts";
import type { Standings } from "./standings.ts";

export const loginCallbackPath = "/tool-sources/callback";
export const toolLoginRoute = { method: "get", path: loginCallbackPath } as const;

export interface ToolLoginTools {
  db: Database;
  sessions: Sessions;
  standings: Standings;
  /** Where the product is found from outside. */
  origin: string;
}

/** A member is back from the login of a server of tools: in the login in which she began, once. */
export function mountToolLogins(app: Express, tools: ToolLoginTools): void {
  app.get(loginCallbackPath, tools.sessions.middleware, async (req, res) => {
    res.locals.route = loginCallbackPath;
    res.setHeader("cache-control", "no-store");
    try {
      res.redirect(`/settings/ai/other-systems/${await comeBack(req, tools)}`);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === "bug") throw error;
      tellPerson(res, error);
    }
  });
}

/** @returns the source's id, with what its page is to say. */
async function comeBack(req: Request, tools: ToolLoginTools): Promise<string> {
  // As it was sent: Express reads a name that comes twice as a list.
  const query = new URL(req.originalUrl, "http://here").searchParams;
  const state = query.get("state") ?? "";
  const toolSourceId = sourceOfState(state);
  if (!toolSourceId) throw new AppError("unauthenticated", "This link was not given out here; begin again");
  const { db, standings, origin } = tools;
  const requestId = String(req.res?.getHeader("x-request-id"));
  const caller = await authenticate(req, { db, standings, requestId, origin });
  if (!caller?.login) throw new AppError("unauthenticated", "Log in as you were when you began, then begin again");
  const { ctx } = caller;
  const attempt = await takeLoginAttempt(ctx, { toolSourceId, state, session: caller.login.csrfToken });
  const { kind } = await openToolSource(ctx, { toolSourceId });
  const { login } = toolServers[kind];
  if (!login) throw new AppError("bug", "A login began at a server that has none");
  const credentials = await login
    .complete({ ...attempt, callbackPath: loginCallbackPath, query })
    .catch((error: unknown) => {
      if (error instanceof LoginDeclined) return null;
      throw error;
    });
  // The page says it: she is back where she began, with everything as it was.
  if (!credentials) return `${toolSourceId}?login=declined`;
  await keepLogin(ctx, { toolSourceId, credentials });
  const { url, baseUrl, replace } = await openToolSource(ctx, { toolSourceId });
  const offer = await toolServers[kind].read({ url, document: null, baseUrl, credentials, replace });
  await keepOffer(ctx, { toolSourceId, offer });
  return toolSourceId;
}
