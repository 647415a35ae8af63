import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** What may happen to a call: chances between 0 and 1. */
export interface Weather {
  /** Refused for the moment, and nothing was done. */
  busy: number;
  cutBefore: number;
  cutAfter: number;
  /** Answered only after the caller has gone. */
  tooLate: number;
}

interface Asked {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A server on a line as bad as the weather. @returns how often what happened, too. */
export async function badLine(
  answer: (asked: Asked) => Promise<{ status: number; body: string }>,
  { weather, tooLateMs }: { weather: Weather; tooLateMs: number },
) {
  const happened: Weather = { busy: 0, cutBefore: 0, cutAfter: 0, tooLate: 0 };
  const happens = (what: keyof Weather) => {
    if (Math.random() >= weather[what]) return false;
    happened[what]++;
    return true;
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (happens("cutBefore")) return void request.socket.destroy();
    if (happens("busy")) return void response.writeHead(503).end();
    const asked = { path: request.url ?? "/", headers: request.headers, body: Buffer.concat(chunks) };
    const { status, body } = await answer(asked);
    if (happens("cutAfter")) return void request.socket.destroy();
    if (happens("tooLate")) await wait(tooLateMs);
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const stop = () => new Promise<unknown>((done) => server.close(done).closeAllConnections());
  return { url: `http://127.0.0.1:${port}`, stop, happened };
}
