import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { io } from "socket.io-client";
import { freePort } from "../scripts/ports.ts";
import type { Config } from "../src/config.ts";
import { getConversation } from "../src/domain/conversations/index.ts";
import type { Database } from "../src/platform/db.ts";
import { openLog } from "../src/platform/log.ts";
import { type RunningServer, startServer } from "../src/server.ts";
import { aColleague, cookieOf, testPassword } from "./support/api.ts";
import { testDatabase, testSealKey, testUrls } from "./support/database.ts";
import { aWorkspace } from "./support/factories.ts";
import { until } from "./support/until.ts";
import { aWorld } from "./support/world.ts";

let db: Database;
let config: Config;
let server: RunningServer;
beforeAll(async () => {
  db = await testDatabase();
  const { appUrl, systemUrl } = await testUrls();
  config = {
    NODE_ENV: "test",
    PORT: 0,
    PUBLIC_URL: "http://shop.example",
    DATABASE_URL: appUrl,
    DATABASE_SYSTEM_URL: systemUrl,
    DATABASE_CONNECTIONS: 2,
    REDIS_URL: undefined,
    SESSION_SECRET: "s".repeat(32),
    SEAL_KEY: testSealKey,
    FILES_FOLDER: ".parley/test-files",
    MAX_FILE_MB: 15,
    MAX_MESSAGE_FILES_MB: 18,
    LOG_LEVEL: "silent",
    TRUST_PROXY: 0,
  };
});
afterEach(() => server?.stop());

const start = async () => {
  server = await startServer({ config, db, log: openLog("silent") });
  return server;
};

test("logging out cuts the live connection of that browser at once, and of no other", async () => {
  const { url } = await start();
  const { email } = await aColleague(await aWorkspace(db));
  const [one, other] = [await logIn(url, email), await logIn(url, email)];
  const [cut, left] = [await connect(url, one.cookie), await connect(url, other.cookie)];
  const headers = { cookie: one.cookie, "x-csrf-token": one.csrfToken };
  expect((await fetch(`${url}/v1/session`, { method: "DELETE", headers })).status).toBe(204);
  await until(() => !cut.connected, { what: "the socket to be cut" });
  expect(left.connected).toBe(true);
  left.disconnect();
});

test("counts its live connections in the metrics", async () => {
  const { url } = await start();
  const { email } = await aColleague(await aWorkspace(db));
  const socket = await connect(url, (await logIn(url, email)).cookie);
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^parley_sockets 1$/m);
  socket.disconnect();
});

describe("a stop in good order", () => {
  test("lets requests under way end and takes no new ones", async () => {
    const running = await start();
    const world = await aWorld(db);
    const { email } = await aColleague(world.ctx);
    const { cookie, csrfToken } = await logIn(running.url, email);
    const lock = await holdConversation(world.ctx.workspaceId, world.ids.conversationId);
    const path = `/v1/conversations/${world.ids.conversationId}/closure`;
    const slow = fetch(running.url + path, { method: "POST", headers: { cookie, "x-csrf-token": csrfToken } });
    await until(() => lock.someoneWaits(), { what: "the request to wait for the row" });
    const keptOpen = new Agent({ keepAlive: true });
    expect(await statusOf(`${running.url}/readyz`, keptOpen)).toBe(200);

    const stopped = running.stop();
    await until(async () => (await statusOf(`${running.url}/livez`).catch(() => 0)) === 0, { what: "no new requests" });
    await lock.release();
    expect((await slow).status).toBe(200);
    await stopped;
    expect((await getConversation(world.ctx, world.ids.conversationId)).status).toBe("closed");
    keptOpen.destroy();
  });

  test("of the process itself: SIGTERM ends it with code 0", async () => {
    const port = await freePort();
    const env = { ...process.env, PORT: String(port), ...environmentOf(config) };
    const child = spawn(process.execPath, ["src/server.ts"], { env, stdio: ["ignore", "ignore", "inherit"] });
    await until(async () => (await statusOf(`http://127.0.0.1:${port}/readyz`)) === 200, { what: "the process" });
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});

function environmentOf(given: Config): Record<string, string> {
  const texts = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { ...Object.fromEntries(texts), REDIS_URL: "" };
}

async function logIn(url: string, email: string) {
  const body = JSON.stringify({ email, password: testPassword });
  const answer = await fetch(`${url}/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return { cookie: cookieOf({ headers: { "set-cookie": answer.headers.getSetCookie() } }), csrfToken };
}

async function connect(url: string, cookie: string) {
  const socket = io(url, { transports: ["websocket"], extraHeaders: { cookie }, reconnection: false });
  await new Promise((ready, failed) => socket.once("ready", ready).once("connect_error", failed));
  return socket;
}

async function holdConversation(workspaceId: string, conversationId: string) {
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  let locked = () => {};
  const isLocked = new Promise<void>((done) => {
    locked = done;
  });
  const held = db.app.sql.begin(async (tx) => {
    await tx`select set_config('parley.workspace_ids', ${workspaceId}, true)`;
    await tx`select 1 from conversations where id = ${conversationId} for update`;
    locked();
    await released;
  });
  await isLocked;
  return {
    release: async () => {
      release();
      await held;
    },
    someoneWaits: async () => {
      const [row] = await db.app.sql<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%conversations%'`;
      return row!.n > 0;
    },
  };
}

function statusOf(url: string, agent?: Agent): Promise<number> {
  return new Promise((done, failed) => {
    request(url, { ...(agent && { agent }) }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    })
      .on("error", failed)
      .end();
  });
}
