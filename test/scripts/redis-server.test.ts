import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Redis } from "ioredis";
import { type RedisServer, startRedis, testRedisUrl } from "../support/redis.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

test("a Redis of our own comes back empty on the same port after a wipe", async () => {
  await ask(server.url, (redis) => redis.set("kept", "no"));
  const before = server.pid();
  await server.wipeAndRestart();
  expect(server.pid()).not.toBe(before);
  expect(await ask(server.url, (redis) => redis.get("kept"))).toBeNull();
});

test("the run's Redis answers, in a database of this worker", async () => {
  expect(await ask(testRedisUrl(), (redis) => redis.ping())).toBe("PONG");
  expect(new URL(testRedisUrl()).pathname).toBe(`/${process.env.JEST_WORKER_ID}`);
});
