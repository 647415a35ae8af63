import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
}
/** "cut" ends the connection without an answer. */
export type Answer = { status?: number; json?: unknown; headers?: Record<string, string> } | "cut";

export interface Loopback {
  url: string;
  /** Everything asked so far, oldest first. */
  asked: Asked[];
  answer: (asked: Asked) => Answer;
  close(): Promise<void>;
}

/** A provider of one's own for a test: answers exactly what the test says, over real HTTP. */
export async function startLoopback(): Promise<Loopback> {
  const asked: Asked[] = [];
  const loopback: Loopback = { url: "", asked, answer: () => ({ status: 501 }), close };
  const server = createServer((request, response) => void respond(request, response));
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://loopback");
    const one = {
      method: request.method ?? "",
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    asked.push(one);
    const answer = loopback.answer(one);
    if (answer === "cut") return void request.socket.destroy();
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify(answer.json ?? {}));
  }
  function close(): Promise<void> {
    server.closeAllConnections();
    return new Promise((closed) => server.close(() => closed()));
  }
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  loopback.url = `http://127.0.0.1:${port}`;
  return loopback;
}
