import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { closeAtEnd } from "../support/close-at-end.ts";

export const secret = 'tok"en/ 12+3';
const metadata = "http://169.254.169.254/latest/meta-data/";

export interface ToolServerStandIn {
  url: string;
  /** Every call that came to `/api`, as "GET /api/…". */
  calls: string[];
  /** What is read at /openapi.json. */
  document: unknown;
}

/** A web API and a server of the Model Context Protocol on loopback, both of which can misbehave. */
export async function startToolServer(): Promise<ToolServerStandIn> {
  const standIn: ToolServerStandIn = { url: "", calls: [], document: null };
  const mcp = createMcpHandler(() => anMcpServer());
  const server = createServer((req, res) => {
    const path = new URL(req.url ?? "/", "http://x").pathname;
    if (path.startsWith("/api")) standIn.calls.push(`${req.method} ${req.url}`);
    if (path === "/openapi.json") return void res.end(text(standIn.document));
    if (path === "/moved") return void res.writeHead(302, { location: "/openapi.json" }).end();
    if (path === "/round") return void res.writeHead(302, { location: "/round" }).end();
    const misbehaviour = misbehaviours[path.split("/").at(-1) ?? ""];
    if (misbehaviour) return void misbehaviour(res);
    void bodyOf(req).then(async (body) => {
      if (path === "/mcp") return answer(res, await mcp.fetch(asRequest(req, standIn.url, body)));
      const echo = {
        method: req.method,
        url: req.url,
        headers: req.headers,
        body: body === "" ? null : JSON.parse(body),
      };
      return void res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(echo));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  standIn.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  closeAtEnd(async () => {
    await new Promise((done) => server.close(done).closeAllConnections());
  });
  return standIn;
}

const misbehaviours: Record<string, ((res: ServerResponse) => unknown) | undefined> = {
  slow: () => undefined,
  huge: (res) => res.writeHead(200, { "content-type": "application/json" }).end(`"${"x".repeat(400_000)}"`),
  long: (res) =>
    res
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ rows: Array.from({ length: 2000 }, (_, n) => ({ n, name: "A name of some length" })) })),
  redirect: (res) => res.writeHead(302, { location: metadata }).end(),
  cut: (res) => {
    res.writeHead(200, { "content-type": "application/json", "content-length": "1000" }).write('{"a":');
    setImmediate(() => res.destroy());
  },
  wrong: (res) => res.writeHead(200, { "content-type": "application/json" }).end("<html>"),
  binary: (res) => res.writeHead(200, { "content-type": "image/png" }).end("\x89PNG"),
  broken: (res) => res.writeHead(500, { "content-type": "text/plain" }).end(`it broke with ${secret}`),
  absent: (res) => res.writeHead(404, { "content-type": "application/json" }).end('{"detail":"no such order"}'),
};

function anMcpServer(): McpServer {
  const server = new McpServer({ name: "stand-in", version: "1", title: "Stand-in" });
  const input = z.object({ words: z.string() });
  server.registerTool(
    "look-up",
    { description: "Looks\u0007 it up", inputSchema: input, annotations: { readOnlyHint: true } },
    ({ words }) => ({ content: [{ type: "text", text: JSON.stringify({ found: words }) }] }),
  );
  server.registerTool("change", { description: "Changes it", inputSchema: input }, ({ words }) => ({
    content: [{ type: "text", text: `done: ${words}` }],
  }));
  server.registerTool("refuse", { description: "Never does it", inputSchema: z.object({}) }, () => ({
    isError: true,
    content: [{ type: "text", text: `cannot, ${secret}` }],
  }));
  return server;
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function asRequest({ method = "GET", url = "/", headers }: IncomingMessage, origin: string, body: string): Request {
  const plain = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new Request(new URL(url, origin), { method, headers: plain as [string, string][], ...(body && { body }) });
}

async function answer(res: ServerResponse, response: Response): Promise<void> {
  res.writeHead(response.status, Object.fromEntries(response.headers)).end(Buffer.from(await response.arrayBuffer()));
}

const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
