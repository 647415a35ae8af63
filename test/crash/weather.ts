import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Connection } from "../../src/integrations/index.ts";
import { AppError } from "../../src/platform/errors.ts";
import type { Till } from "../support/till.ts";
import { revive } from "./distant-till.ts";

/** What may happen to a call: chances between 0 and 1. */
export interface Weather {
  /** Refused for the moment, and nothing was done. */
  busy: number;
  cutBefore: number;
  cutAfter: number;
  /** Answered only after the caller has gone. */
  tooLate: number;
  /** An effect is not to be found for a moment. */
  hidden: number;
}

const nowhere: Connection = { id: "till", account: "till", settings: {}, credentials: {} };

/** A till that processes reach over HTTP, on a line as bad as the weather. @returns how often what happened, too. */
export async function serveTill(till: Till, weather: Weather, { timeoutMs }: { timeoutMs: number }) {
  const happened: Weather = { busy: 0, cutBefore: 0, cutAfter: 0, tooLate: 0, hidden: 0 };
  const happens = (what: keyof Weather) => {
    if (Math.random() >= weather[what]) return false;
    happened[what]++;
    return true;
  };
  const ask = async (name: string, [first, handle]: never[]): Promise<unknown> => {
    if (name === "preview") return till.act.preview(nowhere, first!);
    if (name === "execute") return till.act.execute(nowhere, first!);
    return happens("hidden") ? null : till.act.readBack(nowhere, first!, handle ?? null);
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (happens("cutBefore")) return void request.socket.destroy();
    if (happens("busy")) return void response.writeHead(503).end();
    try {
      const said = await ask((request.url ?? "").slice(1), JSON.parse(Buffer.concat(chunks).toString("utf8"), revive));
      if (happens("cutAfter")) return void request.socket.destroy();
      if (happens("tooLate")) await wait(timeoutMs + 100);
      response.writeHead(200).end(JSON.stringify(said ?? null));
    } catch (error) {
      response.writeHead(error instanceof AppError && error.code === "provider_rejected" ? 422 : 500).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const stop = () => new Promise<unknown>((done) => server.close(done).closeAllConnections());
  return { url: `http://127.0.0.1:${port}`, stop, happened };
}
