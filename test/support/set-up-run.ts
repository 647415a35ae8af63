import { fileURLToPath } from "node:url";
import { findRedisServer, startRedis } from "./redis-server.ts";
import { dropClones, ensureTemplate } from "./template.ts";
import { warmCluster } from "./warm-cluster.ts";

declare global {
  /** What the run's end has to undo. */
  var parleyRun: { name: string; superuserUrl: string; stopRedis: (() => Promise<void>) | undefined } | undefined;
}

/**
 * Before the first test: one cluster (given by PARLEY_TEST_PG_URL, else the warm one), one migrated template, one
 * Redis (given by REDIS_URL, else one of our own if the machine has it). Workers inherit the environment.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default async function setUpRun(): Promise<void> {
  const superuserUrl = process.env.PARLEY_TEST_PG_URL ?? (await warmCluster()).ownerUrl;
  const name = `parley_run_${process.pid}`;
  await dropClones(superuserUrl, name);
  await dropClones(superuserUrl);
  // Processes that tests start, and kill, compile the product once for all of them: a third of what a start costs.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("../../.parley/compile-cache", import.meta.url));
  process.env.PARLEY_TEST_PG_URL = superuserUrl;
  process.env.PARLEY_TEST_RUN = name;
  process.env.PARLEY_TEST_TEMPLATE = await ensureTemplate(superuserUrl);
  const redis = process.env.REDIS_URL || !findRedisServer() ? undefined : await startRedis();
  process.env.PARLEY_TEST_REDIS_URL = redis?.url ?? process.env.REDIS_URL ?? "";
  globalThis.parleyRun = { name, superuserUrl, stopRedis: redis?.stop };
}
