import { createMcpHandler } from "@modelcontextprotocol/server";
import type { Express, Request as ExpressRequest, Response as ExpressResponse, RequestHandler } from "express";
import express from "express";
import type { Context } from "../../domain/workspaces/index.ts";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import type { RateLimits } from "../../platform/rate-limit.ts";
import { authenticate } from "../authenticate.ts";
import type { Cursors } from "../cursor.ts";
import type { FileLinks } from "../file-links.ts";
import { openPage } from "../pages.ts";
import type { Standings } from "../standings.ts";
import { type McpCaller, serverFor } from "./serve.ts";

const path = "/mcp";
const maxBodyBytes = 256 * 1024;
/** Of one key. */
const perKey = { name: "mcp", points: 240, perMs: 60_000 };

/** Listed beside the endpoints: it speaks the Model Context Protocol. GET and DELETE are of sessions, which it has none of. */
export const mcpRoutes = [
  { method: "post", path },
  { method: "get", path },
  { method: "delete", path },
] as const;

export interface McpTools {
  db: Database;
  log: Log;
  standings: Standings;
  limits: RateLimits;
  cursors: Cursors;
  fileLinks: FileLinks;
  origin: string;
}

/** Lets other software in with an API key, over streamable HTTP and without sessions: each request is a whole. */
export function mountMcp(app: Express, tools: McpTools): void {
  const limit = tools.limits.open(perKey);
  const serve: RequestHandler = async (req, res) => {
    const ctx = await admit(req, tools, String(res.getHeader("x-request-id")));
    await limit.take(`${ctx.workspaceId} ${JSON.stringify(ctx.actor)}`);
    const handler = createMcpHandler(() => serverFor(callerOf(ctx, tools)), {
      // Nobody is told of anything later: a stream left open would only be held.
      ...{ maxSubscriptions: 0, keepAliveMs: 0 },
      onerror: (error) => tools.log.warn({ err: error, requestId: ctx.requestId }, "request of the MCP server failed"),
    });
    const gone = new AbortController();
    res.once("close", () => gone.abort());
    const body: unknown = req.body;
    await send(res, await handler.fetch(webRequest(req, tools.origin, gone.signal), { parsedBody: body }));
  };
  const noSession: RequestHandler = (_req, res) => void res.status(405).setHeader("allow", "POST").end();
  const named: RequestHandler = (_req, res, next) => {
    res.locals.route = path;
    next();
  };
  app.post(path, named, requireJson, express.json({ limit: maxBodyBytes }), serve);
  app.get(path, named, noSession);
  app.delete(path, named, noSession);
}

/** A key and nothing else: what a browser sends along by itself opens nothing here. */
async function admit(req: ExpressRequest, { db, standings, origin }: McpTools, requestId: string): Promise<Context> {
  const caller =
    req.headers.authorization === undefined ? null : await authenticate(req, { db, standings, requestId, origin });
  if (!caller) throw new AppError("unauthenticated", "Send an API key as: Authorization: Bearer KEY");
  return caller.ctx;
}

function callerOf(ctx: Context, { db, log, cursors, fileLinks }: McpTools): McpCaller {
  return {
    ...{ ctx, log },
    callOf: ({ name, endpoint }) => ({
      ...{ db, fileLinks },
      page: (request) => openPage(cursors, { workspaceId: ctx.workspaceId, route: `MCP ${name}` }, request),
      get chat(): never {
        throw new AppError("bug", `${endpoint.path} is asked by pages, and there is none`);
      },
      get browser(): never {
        throw new AppError("bug", `${endpoint.path} asks for a browser, and there is none`);
      },
      get body(): never {
        throw new AppError("bug", `${endpoint.path} asks for a file, and there is none`);
      },
    }),
  };
}

function webRequest({ headers }: ExpressRequest, origin: string, signal: AbortSignal): Request {
  const kept = ["accept", "content-type", "mcp-protocol-version", "mcp-method", "mcp-name", "last-event-id"];
  const given = kept.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]]));
  return new Request(`${origin}${path}`, { method: "POST", headers: given as [string, string][], signal });
}

async function send(res: ExpressResponse, response: Response): Promise<void> {
  res.status(response.status);
  for (const [name, value] of response.headers) res.setHeader(name, value);
  res.setHeader("cache-control", "no-store");
  // Most are one short answer; a stream ends with it.
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) res.write(part.value);
  res.end();
}

const requireJson: RequestHandler = (req, _res, next) => {
  if (req.is("application/json")) return next();
  throw new AppError("invalid_input", "Send JSON, with content-type application/json");
};
