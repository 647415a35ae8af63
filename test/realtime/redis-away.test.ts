import { afterAll, expect, test } from "@jest/globals";
import { Redis } from "ioredis";
import { headSeq } from "../../src/domain/events/index.ts";
import { testDatabase } from "../support/database.ts";
import { aPersonAt, happen, spawnWebProcess, startWebProcess } from "../support/realtime.ts";
import { heardUpTo, type Listener, listen } from "../support/realtime-client.ts";
import { startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { aWorld } from "../support/world.ts";

const db = await testDatabase();
const redis = await startRedis();
afterAll(() => redis.stop());
const { url: redisUrl } = redis;
const here = await startWebProcess({ redisUrl });
const there = await startWebProcess({ redisUrl });

/** A person of one shop at each process, and a conversation. */
async function aShop(at: { url: string }[] = [here, there]) {
  const { ctx, ids } = await aWorld(db);
  const people = [];
  for (const { url } of at) {
    const person = await aPersonAt(url, ctx);
    people.push({ ...person, ...(await listen(url, person)) });
  }
  const [one, other] = people;
  return { ctx, one: one!, other: other!, conversationId: ids.conversationId };
}

const sees = (who: Listener, conversationId: string, viewers: number) =>
  until(() => who.viewers(conversationId)?.length === viewers, { what: `${viewers} viewers` });

test("when Redis is killed, events still reach everyone, in order, and presence those at the same process", async () => {
  const { ctx, one, other, conversationId } = await aShop();
  const neighbour = await listen(here.url, await aPersonAt(here.url, ctx));
  await one.say("conversation.view", { conversationId });
  await sees(other, conversationId, 1);
  await redis.kill();
  const start = await headSeq(ctx);
  for (let n = 0; n < 20; n++) await happen(n % 2 ? ctx : { ...ctx, db: here.db });
  for (const who of [one, other, neighbour]) {
    const heard = await heardUpTo(who, start + 20);
    expect(heard).toEqual(Array.from({ length: heard.length }, (_, n) => who.readySeq + 1 + n));
  }
  await one.say("conversation.leave", { conversationId });
  await sees(neighbour, conversationId, 0);
  await redis.restart();
});

test("logging out while Redis is away cuts the sockets here at once, and those elsewhere when it is back", async () => {
  const { ctx, one } = await aShop();
  const elsewhere = await listen(there.url, one);
  await redis.kill();
  const headers = { cookie: one.cookie, "x-csrf-token": one.csrfToken };
  expect((await fetch(`${here.url}/v1/session`, { method: "DELETE", headers })).status).toBe(204);
  await until(() => !one.socket.connected, { what: "the socket here to be cut" });
  await happen(ctx);
  await heardUpTo(elsewhere, await headSeq(ctx));
  await redis.restart();
  await until(() => !elsewhere.socket.connected, { what: "the socket elsewhere to be cut" });
});

test("after Redis came back with nothing in it, presence and cuts cross between processes again", async () => {
  const { one, other, conversationId } = await aShop();
  await redis.wipeAndRestart();
  await until(async () => {
    await one.say("conversation.view", { conversationId });
    return other.viewers(conversationId)?.length === 1;
  });
  const headers = { cookie: one.cookie, "x-csrf-token": one.csrfToken };
  expect((await fetch(`${there.url}/v1/session`, { method: "DELETE", headers })).status).toBe(204);
  await until(() => !one.socket.connected, { what: "the socket to be cut" });
});

test("a process starts and stops without Redis", async () => {
  await redis.kill();
  const third = await startWebProcess({ redisUrl });
  const { ctx, one, conversationId } = await aShop([third, third]);
  expect(await one.say("conversation.view", { conversationId })).toEqual({ ok: true });
  await happen(ctx);
  await heardUpTo(one, await headSeq(ctx));
  third.realtime.disconnectSession("nobody's");
  const since = Date.now();
  await third.close();
  expect(Date.now() - since).toBeLessThan(3000);
  await redis.restart();
});

test("a Redis that refuses commands does not end a process", async () => {
  const own = await spawnWebProcess({ redisUrl });
  const { ctx, one, conversationId } = await aShop([own, own]);
  const admin = new Redis(redisUrl);
  await admin.call("ACL", "SETUSER", "default", "-publish", "-xadd");
  for (const name of ["conversation.view", "conversation.leave"] as const) {
    expect(await one.say(name, { conversationId })).toEqual({ ok: true });
  }
  await happen(ctx);
  await heardUpTo(one, await headSeq(ctx));
  await admin.call("ACL", "SETUSER", "default", "+publish", "+xadd");
  admin.disconnect();
  expect(one.socket.connected).toBe(true);
});
