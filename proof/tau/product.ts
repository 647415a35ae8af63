import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startCluster } from "../../scripts/embedded-postgres.ts";
import { freePort } from "../../scripts/ports.ts";
import { removePostgresHome } from "../../scripts/postgres-home.ts";
import { createOwnedDatabase, provision } from "../../scripts/provision.ts";
import { type Database, openDatabase } from "../../src/platform/db.ts";

/** The product as the image runs it: web and workers in a process of their own, on a PostgreSQL of its own. */
export interface Product {
  url: string;
  db: Database;
  stop(): Promise<void>;
}

const longestStartMs = 60_000;

/** @param shops what stands before a shop's domain instead of https://. */
export async function startProduct(shops: string, secrets: { apiKey: string; apiSecret: string }): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), "parley-tau-"));
  // Nothing here outlives the proof, so nothing waits for a disk.
  const cluster = await startCluster({ folder, settings: { fsync: "off", synchronous_commit: "off" } });
  const stops: (() => Promise<unknown>)[] = [() => removePostgresHome(folder), () => cluster.stop()];
  const stop = async () => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    const urls = await createOwnedDatabase(cluster.ownerUrl, { database: "parley", password: "proof" });
    await provision(urls);
    const sealKeys = Buffer.alloc(32, "proof").toString("base64");
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const shopify = { SHOPIFY_API_URL: shops, SHOPIFY_API_KEY: secrets.apiKey, SHOPIFY_API_SECRET: secrets.apiSecret };
    const child = spawn(process.execPath, [fileURLToPath(new URL("../../scripts/serve.ts", import.meta.url))], {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...{ PATH: process.env.PATH, PORT: String(port), PUBLIC_URL: url, FILES_FOLDER: join(folder, "files") },
        ...{ DATABASE_URL: urls.appUrl, DATABASE_SYSTEM_URL: urls.systemUrl, SEAL_KEY: sealKeys, LOG_LEVEL: "silent" },
        ...{ SESSION_SECRET: "proof".repeat(10), ...shopify },
      },
    });
    stops.push(() => ended(child));
    // What is looked up in a shop from here goes the same way.
    Object.assign(process.env, shopify);
    const db = openDatabase({ ...urls, sealKeys, maxConnections: 8 });
    stops.push(() => db.close());
    await ready(url, child);
    return { url, db, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + longestStartMs;
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error("The product did not start");
    await wait(50);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}
