import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { createApi } from "../../src/api/app.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { openLog } from "../../src/platform/log.ts";
import { attachRealtime, type Realtime, type RealtimeOptions } from "../../src/realtime/attach.ts";
import { listenerOf } from "../../src/realtime/listener.ts";
import { aColleague, cookieOf, publicUrl, testPassword } from "./api.ts";
import { closeAtEnd } from "./close-at-end.ts";
import { testDatabase, testUrls } from "./database.ts";

export interface WebProcess {
  url: string;
  /** Its own connections: another process hears of commits only from the log. */
  db: Database;
  realtime: Realtime;
  close(): Promise<void>;
}

type Settings = Partial<Omit<RealtimeOptions, "db" | "authenticate" | "allowedOrigin">>;

/** API and sockets on one port, as the server puts them together, with times short enough for a test. Closed by itself. */
export async function startWebProcess(settings: Settings = {}): Promise<WebProcess> {
  const db = await testDatabase();
  const log = settings.log ?? openLog("silent");
  const config = {
    PUBLIC_URL: publicUrl,
    SESSION_SECRET: "the same in every process, 32 characters",
    DATABASE_SYSTEM_URL: (await testUrls()).systemUrl,
    TRUST_PROXY: 1,
    REDIS_URL: undefined,
  };
  const server = createServer();
  const api = createApi({ config, db, log, onLogout: (sessionId) => realtime.disconnectSession(sessionId) });
  server.on("request", api.app);
  const realtime = attachRealtime(server, {
    db,
    allowedOrigin: publicUrl,
    authenticate: async (handshake) => listenerOf(await api.identify({ ...handshake, requestId: "socket" })),
    heartbeatMs: 200,
    followEveryMs: 20,
    ...settings,
    log,
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  let closing: Promise<void> | undefined;
  const close = () =>
    (closing ??= (async () => {
      const closed = realtime.close();
      server.closeAllConnections();
      await closed;
      await api.close();
    })());
  closeAtEnd(close);
  return { url, db, realtime, close };
}

/** The same in a process of its own, which can be killed with -9. Ended by itself. */
export async function spawnWebProcess(settings: { redisUrl?: string; presenceTtlMs?: number } = {}) {
  const script = fileURLToPath(new URL("./web-process.ts", import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], { stdio: ["ignore", "pipe", "inherit"] });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  closeAtEnd(kill);
  const said = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  return { url: String(said[0]).trim(), kill };
}

/** A colleague who logs in over HTTP at this process. */
export async function aPersonAt(url: string, workspace: Context) {
  const { email, member } = await aColleague(workspace);
  const answer = await fetch(`${url}/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: testPassword }),
  });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const cookie = cookieOf({ headers: { "set-cookie": answer.headers.getSetCookie() } });
  return { memberId: member.id, cookie, csrfToken };
}

/** So many events in one transaction of the workspace. */
export async function happen(ctx: Context, times = 1): Promise<void> {
  const data = { conversationId: ctx.workspaceId };
  await inTransaction(ctx, async (tx) => {
    for (let n = 0; n < times; n++) tx.emit({ name: "conversation.closed", data });
  });
}
