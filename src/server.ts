import { createServer } from "node:http";
import { promisify } from "node:util";
import { createApi } from "./api/app.ts";
import type { Config } from "./config.ts";
import type { Database } from "./platform/db.ts";
import type { Log } from "./platform/log.ts";
import { attachRealtime } from "./realtime/attach.ts";
import { listenerOf } from "./realtime/listener.ts";

/** Requests under way may take this long to end when the process stops. */
const drainMs = 10_000;

export interface RunningServer {
  /** Where this process listens. */
  url: string;
  /** Not ready any more, then no new requests, then those under way to their end, then closed. */
  stop(): Promise<void>;
}

/** The web process: the API, the web client and the sockets on one port. */
export async function startServer({ config, db, log }: { config: Config; db: Database; log: Log }) {
  const api = createApi({
    config,
    db,
    log,
    countSockets: () => realtime.connections(),
    onLogout: (sessionId) => realtime.disconnectSession(sessionId),
  });
  const server = createServer({ requestTimeout: 60_000, keepAliveTimeout: 65_000 }, api.app);
  const realtime = attachRealtime(server, {
    db,
    log,
    redisUrl: config.REDIS_URL,
    allowedOrigin: config.PUBLIC_URL,
    authenticate: async (handshake) => listenerOf(await api.identify({ ...handshake, requestId: "socket" })),
  });
  await new Promise<void>((done, failed) => {
    server.once("error", failed).listen(config.PORT, done);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : config.PORT;
  log.info({ port }, "listening");
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      api.beginStop();
      await realtime.close();
      const closed = promisify(server.close.bind(server))();
      const late = setTimeout(() => server.closeAllConnections(), drainMs);
      server.closeIdleConnections();
      await closed;
      clearTimeout(late);
      await api.close();
    },
  } satisfies RunningServer;
}
