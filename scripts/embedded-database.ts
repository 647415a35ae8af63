import { join } from "node:path";
import { findRunningCluster, startCluster } from "./embedded-postgres.ts";
import { createOwnedDatabase, type DatabaseUrls } from "./provision.ts";
import type { Shutdown } from "./shutdown.ts";

/**
 * PostgreSQL under `.parley/postgres` with Parley's roles and an empty or existing database `parley`.
 * The caller holds the folder's lock, so a server still running there lost its parent in a crash: it is stopped first.
 */
export async function openEmbeddedDatabase(
  folder: string,
  password: string,
  shutdown: Shutdown,
): Promise<DatabaseUrls & { notice: string | undefined }> {
  const clusterFolder = join(folder, "postgres");
  const orphan = await findRunningCluster(clusterFolder);
  await orphan?.stop();
  const cluster = await startCluster({ folder: clusterFolder });
  shutdown.onStop(
    () => cluster.stop(),
    () => process.kill(cluster.pid, "SIGQUIT"),
  );
  return { ...(await createOwnedDatabase(cluster.ownerUrl, { database: "parley", password })), notice: cluster.notice };
}
