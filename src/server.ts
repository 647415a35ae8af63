import { createServer } from "node:http";
import { attachVoice } from "./ai/index.ts";
import { createApi } from "./api/app.ts";
import type { Config } from "./config.ts";
import { noteSeen } from "./domain/teams/index.ts";
import { systemContext } from "./domain/workspaces/index.ts";
import { integrations } from "./integrations/index.ts";
import { type Database, openDatabase } from "./platform/db.ts";
import { type Log, openLog } from "./platform/log.ts";
import { attachRealtime, type Realtime } from "./realtime/attach.ts";
import { listenerOf } from "./realtime/listener.ts";

export interface RunningServer {
  /** Where this process listens, from the machine itself. */
  url: string;
  /** Not ready any more, no new requests, sockets cut, those under way to their end (10 s at most), then closed. */
  stop(): Promise<void>;
}

/** The web process: API, web client and sockets on one port. */
export async function startServer({ config, db, log }: { config: Config; db: Database; log: Log }) {
  const { REDIS_URL: redisUrl } = config;
  const server = createServer({ requestTimeout: 60_000, keepAliveTimeout: 65_000 });
  const onLogout = (sessionId: string) => realtime.disconnectSession(sessionId);
  const api = createApi({ config, db, log, onLogout, countSockets: () => realtime.connections() });
  server.on("request", api.app);
  const realtime: Realtime = attachRealtime(server, {
    ...{ db, log, redisUrl, allowedOrigin: config.PUBLIC_URL },
    onSeen: ({ workspaceId }, memberId) => noteSeen(systemContext(db, workspaceId, "presence"), { memberId }),
    authenticate: async (handshake) => listenerOf(await api.identify({ ...handshake, requestId: "socket" })),
  });
  const voice = attachVoice(server, { db, log, integrations, redisUrl, meter: api.voiceMeter });
  await new Promise<void>((done, failed) => server.once("error", failed).listen(config.PORT, done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : config.PORT;
  log.info({ port }, "listening");
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    api.beginStop();
    const closed = new Promise((done) => server.close(done));
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), 10_000);
    await Promise.all([voice.close(), realtime.close()]);
    await closed;
    clearInterval(idle);
    clearTimeout(late);
    await api.close();
  };
  return { url: `http://127.0.0.1:${port}`, stop: () => (stopped ??= stop()) } satisfies RunningServer;
}

async function serve(): Promise<void> {
  const { config, filesOf } = await import("./config.ts");
  const log = openLog(config.LOG_LEVEL);
  const { DATABASE_URL: appUrl, DATABASE_SYSTEM_URL: systemUrl, SEAL_KEY: sealKeys } = config;
  const { DATABASE_CONNECTIONS: maxConnections } = config;
  const db = openDatabase({ appUrl, systemUrl, sealKeys, files: filesOf(config), maxConnections });
  const server = await startServer({ config, db, log });
  const stop = () => void server.stop().then(() => db.close());
  process.once("SIGTERM", stop).once("SIGINT", stop);
}

if (import.meta.main) void serve();
