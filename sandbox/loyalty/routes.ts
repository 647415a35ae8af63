import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import express, { type Request, type Response, Router } from "express";
import { z } from "zod";
import { now } from "../../src/platform/clock.ts";
import { base, oauthRoutes } from "./oauth.ts";
import type { LoyaltyHome } from "./state.ts";

/** A loyalty programme: a server of the Model Context Protocol at /loyalty/mcp that lets in who has logged in. */
export function loyaltyRoutes(sandbox: LoyaltyHome): Router {
  const routes = Router();
  routes.use(oauthRoutes(sandbox));
  const handler = createMcpHandler(() => programme(sandbox));
  routes.all(`${base}/mcp`, express.text({ type: () => true, limit: "1mb" }), async (request, response) => {
    if (!isLetIn(sandbox, request)) return refuse(sandbox, response);
    const answer = await handler.fetch(plainRequest(request, sandbox.settings.url));
    response.status(answer.status).set(Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  return routes;
}

function isLetIn({ loyalty, settings }: LoyaltyHome, request: Request): boolean {
  const token = /^Bearer (.+)$/i.exec(request.get("authorization") ?? "")?.[1] ?? "";
  const known = loyalty.access.get(token);
  return known !== undefined && known.endsAtMs > now().getTime() && known.resource === `${settings.url}${base}/mcp`;
}

function refuse({ settings }: LoyaltyHome, response: Response): void {
  const metadata = `${settings.url}/.well-known/oauth-protected-resource${base}/mcp`;
  response
    .status(401)
    .set("www-authenticate", `Bearer resource_metadata="${metadata}"`)
    .json({ error: "invalid_token" });
}

function programme({ loyalty }: LoyaltyHome): McpServer {
  const server = new McpServer({ name: "nordlys-loyalty", version: "1", title: "Nordlys Loyalty" });
  const email = z.string().describe("Email address of the member");
  const said = (value: object) => ({ content: [{ type: "text" as const, text: JSON.stringify(value) }] });
  server.registerTool(
    "points",
    {
      description: "How many points a member has",
      inputSchema: z.object({ email }),
      annotations: { readOnlyHint: true },
    },
    (given) => said({ email: given.email, points: loyalty.points.get(given.email) ?? 0 }),
  );
  server.registerTool(
    "spend",
    { description: "Spends points of a member on a reward", inputSchema: z.object({ email, points: z.int().min(1) }) },
    (given) => {
      const left = (loyalty.points.get(given.email) ?? 0) - given.points;
      if (left < 0) return { isError: true, ...said({ error: "There are not as many points" }) };
      loyalty.points.set(given.email, left);
      return said({ email: given.email, points: left });
    },
  );
  return server;
}

function plainRequest(request: Request, origin: string): globalThis.Request {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const body: unknown = request.body;
  const sent = typeof body === "string" && body !== "" ? { body } : {};
  return new globalThis.Request(new URL(request.originalUrl, origin), { method: request.method, headers, ...sent });
}
