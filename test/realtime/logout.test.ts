import { expect, test } from "@jest/globals";
import { permissionsOf, revokeApiKey } from "../../src/domain/access/index.ts";
import { anApiKey } from "../support/api.ts";
import { testDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";
import { aPersonAt, startWebProcess } from "../support/realtime.ts";
import { listen } from "../support/realtime-client.ts";
import { testRedisUrl } from "../support/redis.ts";
import { until } from "../support/until.ts";

const db = await testDatabase();
const redisUrl = testRedisUrl();
const here = await startWebProcess({ redisUrl });
const there = await startWebProcess({ redisUrl });

test("logging out cuts that login's sockets on every process, and nobody else's", async () => {
  const ctx = await aWorkspace(db);
  const [one, other] = [await aPersonAt(here.url, ctx), await aPersonAt(here.url, ctx)];
  const leaving = [await listen(here.url, one), await listen(there.url, one), await listen(there.url, one)];
  const staying = [await listen(here.url, other), await listen(there.url, other)];
  const headers = { cookie: one.cookie, "x-csrf-token": one.csrfToken };
  expect((await fetch(`${here.url}/v1/session`, { method: "DELETE", headers })).status).toBe(204);
  await until(() => leaving.every(({ socket }) => !socket.connected), { what: "three sockets to be cut" });
  expect(staying.every(({ socket }) => socket.connected)).toBe(true);
});

test("a revoked key's sockets are cut on every process, which hear of it from the log", async () => {
  const ctx = await aWorkspace(db);
  const { token, apiKey } = await anApiKey(ctx, ["events:read"]);
  const leaving = [await listen(here.url, { token }), await listen(there.url, { token })];
  const staying = await listen(there.url, await anApiKey(ctx, ["events:read"]));
  await revokeApiKey({ ...ctx, permissions: permissionsOf("owner") }, { apiKeyId: apiKey.id });
  await until(() => leaving.every(({ socket }) => !socket.connected), { what: "both sockets to be cut" });
  expect(staying.socket.connected).toBe(true);
});
