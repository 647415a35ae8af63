import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  type Cluster,
  type ClusterOptions,
  findRunningCluster,
  startCluster,
} from "../../scripts/embedded-postgres.ts";
import { Failure } from "../../scripts/failure.ts";
import { removePostgresHome } from "../../scripts/postgres-home.ts";
import { until } from "./until.ts";

const folder = fileURLToPath(new URL("../../.parley/test/postgres", import.meta.url));
const starting = fileURLToPath(new URL("../../.parley/test/starting", import.meta.url));

/** For test databases: quick, and lost without regret. */
export const testClusterOptions: ClusterOptions = {
  durable: false,
  settings: { max_connections: "500", shared_buffers: "64MB", autovacuum: "on", max_wal_size: "256MB" },
};

/** The cluster that stays up between `npm run test:one` runs; started by whoever comes first. */
export async function warmCluster(): Promise<Cluster> {
  const found = await findRunningCluster(folder);
  if (found && (await stat(starting).catch(() => null)) === null) return found;
  return whileAlone(async () => (await findRunningCluster(folder)) ?? start());
}

export async function stopWarmCluster(): Promise<boolean> {
  const running = await findRunningCluster(folder);
  await running?.stop();
  return running !== null;
}

/** Without fsync a power cut may leave a cluster that does not start: then it is made anew. */
async function start(): Promise<Cluster> {
  const options = { ...testClusterOptions, folder };
  return startCluster(options).catch(async (error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    await removePostgresHome(folder);
    return startCluster(options);
  });
}

/** Creating a folder is atomic: who succeeds is alone. One that was left behind a minute ago is a crash's. */
async function whileAlone<T>(work: () => Promise<T>): Promise<T> {
  await mkdir(fileURLToPath(new URL("../../.parley/test", import.meta.url)), { recursive: true });
  await until(() => claim(), { timeoutMs: 90_000, what: "another run to finish starting the test cluster" });
  try {
    await writeFile(`${starting}/pid`, String(process.pid));
    return await work();
  } finally {
    await rm(starting, { recursive: true, force: true });
  }
}

async function claim(): Promise<boolean> {
  const age = await stat(starting).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > 60_000) await rm(starting, { recursive: true, force: true });
  return mkdir(starting).then(
    () => true,
    () => false,
  );
}
