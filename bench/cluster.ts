import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type Cluster, startCluster } from "../scripts/embedded-postgres.ts";
import { removePostgresHome } from "../scripts/postgres-home.ts";
import { createOwnedDatabase, type DatabaseUrls, provision } from "../scripts/provision.ts";
import { type Database, openDatabase } from "../src/platform/db.ts";

export interface BenchDatabase {
  db: Database;
  urls: DatabaseUrls;
  cluster: Cluster;
  close(): Promise<void>;
}

/** A migrated database in a PostgreSQL of its own, as durable as the product's; gone afterwards, and when interrupted. */
export async function openBenchDatabase(settings: Record<string, string> = {}): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "parley-bench-"));
  const cluster = await startCluster({ folder, settings });
  const remove = async () => {
    await cluster.stop();
    await removePostgresHome(folder);
  };
  const interrupted = () => {
    // Whatever was being asked fails now, and nobody waits for it any more.
    process.on("uncaughtException", () => undefined);
    void remove().finally(() => process.exit(130));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupted);
  const urls = await createOwnedDatabase(cluster.ownerUrl, { database: "parley", password: "bench" });
  await provision(urls);
  const sealKeys = Buffer.alloc(32, "bench").toString("base64");
  // As many as a worker has in compose.yaml.
  const db = openDatabase({ ...urls, sealKeys, maxConnections: 16 });
  return {
    db,
    urls,
    cluster,
    close: async () => {
      await db.close();
      await remove();
    },
  };
}

/**
 * Makes it one that has been at work: what it writes next goes over old segments of its log. A new database makes new
 * ones, and fills each with zeros first while everybody waits, until its first gigabyte is written.
 */
export async function wearIn({ cluster }: BenchDatabase): Promise<void> {
  const sql = postgres(cluster.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`alter system set min_wal_size = '1GB'`;
    await sql`select pg_reload_conf()`;
    for (let segment = 0; segment < 60; segment++) {
      await sql`select pg_logical_emit_message(false, 'bench', ${String(segment)}), pg_switch_wal()`;
    }
    await sql`checkpoint`;
  } finally {
    await sql.end();
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** The value that a share `p` of the others do not exceed. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))]!;
}
