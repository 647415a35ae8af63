import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface CuttingProxy {
  url: string;
  /** Where it goes on to. */
  target: string;
  /** Operations that reached the shop, in order. */
  passed: string[];
  /** The next answer to this operation is lost after the shop did it, or its question before. */
  cut(operation: string, when: "before" | "after"): void;
  /** The next answer to this operation is this one; the shop is not asked. */
  answer(operation: string, body: object): void;
  close(): Promise<void>;
}

/** Stands between the adapter and the sandbox on real sockets, and loses what it is told to lose. */
export async function startCuttingProxy(): Promise<CuttingProxy> {
  const cuts = new Map<string, "before" | "after">();
  const answers = new Map<string, object>();
  const server = createServer(async (request, response) => {
    const body = await bytesOf(request);
    const operation = /(?:query|mutation)\s+(\w+)/.exec(String(JSON.parse(body.toString()).query))?.[1] ?? "";
    const cut = cuts.get(operation);
    cuts.delete(operation);
    const given = answers.get(operation);
    answers.delete(operation);
    if (given) return void response.setHeader("content-type", "application/json").end(JSON.stringify(given));
    if (cut === "before") return void request.socket.destroy();
    const headers = { "content-type": "application/json", "x-shopify-access-token": tokenOf(request) };
    const answer = await fetch(`${proxy.target}${request.url}`, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
    });
    const text = await answer.text();
    proxy.passed.push(operation);
    if (cut === "after") return void request.socket.destroy();
    response.statusCode = answer.status;
    response.setHeader("content-type", "application/json").end(text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const proxy: CuttingProxy = {
    ...{ url: `http://127.0.0.1:${port}`, target: "", passed: [] },
    cut: (operation, when) => void cuts.set(operation, when),
    answer: (operation, body) => void answers.set(operation, body),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function tokenOf({ headers }: IncomingMessage): string {
  return String(headers["x-shopify-access-token"] ?? "");
}
