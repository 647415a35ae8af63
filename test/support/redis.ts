import { workerNumber } from "./run.ts";

export { type RedisServer, startRedis } from "./redis-server.ts";

/**
 * The run's Redis, in the database with this Jest worker's number: workers do not see each other's keys,
 * but publish/subscribe is common to all. For crashes, start one of your own with `startRedis()`.
 */
export function testRedisUrl(): string {
  const url = process.env.PARLEY_TEST_REDIS_URL;
  if (!url)
    throw new Error(
      "There is no Redis: put redis-server on PATH (Debian: apt-get install redis-server) or set REDIS_URL",
    );
  const own = new URL(url);
  own.pathname = `/${workerNumber()}`;
  return own.href;
}
