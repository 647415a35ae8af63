import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCluster } from "../../scripts/embedded-postgres.ts";
import { freePort } from "../../scripts/ports.ts";
import { removePostgresHome } from "../../scripts/postgres-home.ts";
import { createOwnedDatabase, provision } from "../../scripts/provision.ts";
import { type Database, openDatabase } from "../../src/platform/db.ts";

/** Runs a proof on a PostgreSQL of its own, which is gone afterwards. */
export async function onEmptyDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "parley-proof-"));
  const cluster = await startCluster({ folder, port: await freePort(), settings: { fsync: "off" } });
  try {
    const urls = await createOwnedDatabase(cluster.ownerUrl, { database: "parley", password: "proof" });
    await provision(urls);
    const db = openDatabase({ ...urls, sealKeys: Buffer.alloc(32, "proof").toString("base64") });
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  } finally {
    await cluster.stop();
    await removePostgresHome(folder);
  }
}
