import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import { fileURLToPath } from "node:url";
import { Server } from "socket.io";
import { z } from "zod";
import { headSeq, inTransaction, listEvents } from "../src/domain/events/index.ts";
import { type Context, createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { openDatabase } from "../src/platform/db.ts";
import { newId } from "../src/platform/ids.ts";
import { openLog } from "../src/platform/log.ts";
import { attachRealtime } from "../src/realtime/attach.ts";
import { median, openBenchDatabase, percentile } from "./cluster.ts";

/**
 * 1,000 sockets of one workspace. First how long after its commit an event reaches each of them, at ten events a
 * second; then a burst as quick as it goes, against bare socket.io sending the same events to as many clients. The
 * clients share the machine and bound both sides, so the server's own CPU time a delivery is told as well.
 */
const sockets = 1000;
const burst = 100;
const rounds = 5;
const steady = { events: 50, everyMs: 100 };

const message = z.object({
  type: z.string(),
  at: z.number().optional(),
  arrivals: z.array(z.tuple([z.number(), z.array(z.number())])).optional(),
});

const bench = await openBenchDatabase();
const { id } = await createWorkspace(bench.db, { name: "Bench" });
const ctx = systemContext(bench.db, id, "bench");
/** Commits through these connections give no hint: as if another process had made them. */
const elsewhere = openDatabase({ ...bench.urls, maxConnections: 2 });

const ourServer = createServer();
const ours = attachRealtime(ourServer, {
  db: bench.db,
  log: openLog("error"),
  allowedOrigin: "http://localhost",
  heartbeatMs: 3_600_000,
  authenticate: async () => ({ ...ctx, memberId: newId(), name: "Ada Holm", sessionId: null, hiddenTeams: [] }),
});
const bareServer = createServer();
const bare = new Server(bareServer, { transports: ["websocket"], perMessageDeflate: false, serveClient: false });
bare.on("connection", (socket) => {
  void socket.join("everyone");
  socket.emit("ready", { seq: 0 });
});
const ourClients = await startClients(ourServer);
const bareClients = await startClients(bareServer);
try {
  for (const [name, writer] of [
    ["in this process", ctx],
    ["in another process", { ...ctx, db: elsewhere }],
  ] as const) {
    const delays = await steadyRound(writer);
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((p) => percentile(delays, p).toFixed(1));
    console.log(`commit ${name} to delivery, ${sockets} sockets: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`);
  }
  const rates = { bare: [0], ours: [0] };
  for (let round = 0; round <= rounds; round++) {
    const now = { bare: await bareRound(), ours: await ourRound() };
    if (round === 0) continue;
    for (const side of ["bare", "ours"] as const) rates[side].push(now[side].perSecond);
    console.log(`round ${round}: ${describe("bare socket.io", now.bare)}; ${describe("parley", now.ours)}`);
  }
  console.log(`ratio: ${(median(rates.ours.slice(1)) / median(rates.bare.slice(1))).toFixed(2)}`);
} finally {
  ourClients.kill();
  bareClients.kill();
  await ours.close();
  await bare.close();
  await elsewhere.close();
  await bench.close();
}

/** @returns the delay of every delivery, in milliseconds after its commit had returned to the writer. */
async function steadyRound(writer: Context): Promise<number[]> {
  const before = await headSeq(ctx);
  const committedAt = new Map<number, number>();
  const { complete } = await expectDeliveries(ourClients, steady.events * sockets);
  for (let n = 1; n <= steady.events; n++) {
    await happen(writer, 1);
    committedAt.set(before + n, nowMs());
    await new Promise((done) => setTimeout(done, steady.everyMs));
  }
  await complete;
  const { arrivals } = await told(ourClients, "arrivals", { type: "report" });
  return arrivals!.flatMap(([seq, times]) => times.map((at) => Math.max(0, at - committedAt.get(seq)!)));
}

interface Burst {
  perSecond: number;
  cpuMicrosPerDelivery: number;
}

/** From before the transaction that writes the events until the last client has the last one. */
async function ourRound(): Promise<Burst> {
  return timeBurst(ourClients, () => happen(ctx, burst));
}

async function bareRound(): Promise<Burst> {
  const { events } = await listEvents(ctx, { after: (await headSeq(ctx)) - steady.events, limit: 1 });
  const { name, data, seq } = events[0]!;
  return timeBurst(bareClients, async () => {
    for (let n = 0; n < burst; n++) bare.to("everyone").emit("event", { seq: seq + n, name, data });
  });
}

async function timeBurst(clients: ChildProcess, send: () => Promise<void>): Promise<Burst> {
  const { complete } = await expectDeliveries(clients, burst * sockets);
  const [started, cpu] = [nowMs(), process.cpuUsage()];
  await send();
  const { at } = await complete;
  const { user, system } = process.cpuUsage(cpu);
  const deliveries = burst * sockets;
  return { perSecond: deliveries / ((at! - started) / 1000), cpuMicrosPerDelivery: (user + system) / deliveries };
}

async function happen(writer: Context, times: number): Promise<void> {
  await inTransaction(writer, async (tx) => {
    for (let n = 0; n < times; n++) {
      tx.emit({ name: "message.received", data: { conversationId: newId(), messageId: newId() } });
    }
  });
}

async function startClients(server: HttpServer): Promise<ChildProcess> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const script = fileURLToPath(new URL("./realtime-clients.ts", import.meta.url));
  const clients = fork(script, { serialization: "advanced" });
  await told(clients, "connected", { type: "connect", url, sockets });
  return clients;
}

/** @returns, once the clients count from zero, what they will say when the last of so many has come. */
async function expectDeliveries(clients: ChildProcess, deliveries: number) {
  await told(clients, "expecting", { type: "expect", deliveries });
  return { complete: hear(clients, "complete") };
}

async function told(clients: ChildProcess, type: string, order: object) {
  const heard = hear(clients, type);
  clients.send(order);
  return heard;
}

async function hear(clients: ChildProcess, type: string): Promise<z.infer<typeof message>> {
  for (;;) {
    const [raw] = await once(clients, "message");
    const heard = message.parse(raw);
    if (heard.type === type) return heard;
  }
}

function describe(name: string, { perSecond, cpuMicrosPerDelivery }: Burst): string {
  return `${name} ${perSecond.toFixed(0)} deliveries/s (server ${cpuMicrosPerDelivery.toFixed(1)} µs each)`;
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
