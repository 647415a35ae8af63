import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCluster } from "../scripts/embedded-postgres.ts";
import { removePostgresHome } from "../scripts/postgres-home.ts";
import { createOwnedDatabase, provision } from "../scripts/provision.ts";
import { openDatabase } from "../src/platform/db.ts";
import { openFolder } from "../src/platform/file-store.ts";
import { openStage, type Stage } from "./stage.ts";

/** Runs something against a PostgreSQL of its own, gone afterwards. */
export async function onStage<T>(
  model: Stage["model"],
  work: (stage: Stage) => Promise<T>,
  debounceMs?: number,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "parley-evals-"));
  const cluster = await startCluster({ folder, durable: false });
  try {
    const urls = await createOwnedDatabase(cluster.ownerUrl, { database: "parley", password: "evals" });
    await provision(urls);
    const sealKeys = Buffer.alloc(32, "evals").toString("base64");
    const files = openFolder(join(folder, "files"), { file: 15_000_000, message: 18_000_000 });
    const db = openDatabase({ ...urls, sealKeys, maxConnections: 16, files });
    const stage = await openStage({ db, urls, sealKeys, model, home: folder, debounceMs });
    try {
      return await work(stage);
    } finally {
      await stage.stop();
      await db.close();
    }
  } finally {
    await cluster.stop();
    await removePostgresHome(folder);
  }
}
