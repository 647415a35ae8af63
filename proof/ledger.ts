import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCluster } from "../scripts/embedded-postgres.ts";
import { freePort } from "../scripts/ports.ts";
import { removePostgresHome } from "../scripts/postgres-home.ts";
import { createOwnedDatabase, provision } from "../scripts/provision.ts";
import { type Books, disagreements, keepBooks } from "../test/crash/chaos.ts";
import { shopifyLine } from "../test/crash/lines.ts";
import type { ProofResult } from "./result.ts";

const howMany = 2000;
const kills = 250;
const customers = 200;
const deadlineMs = 20 * 60_000;

/** Thousands of actions on an awful line, by workers that are killed: the shop's books against the ledger. */
export async function ledger(): Promise<ProofResult> {
  const folder = await mkdtemp(join(tmpdir(), "parley-ledger-"));
  const cluster = await startCluster({ folder, port: await freePort() });
  try {
    const urls = await createOwnedDatabase(cluster.ownerUrl, { database: "parley", password: "ledger" });
    await provision(urls);
    const sealKeys = Buffer.alloc(32, "proof").toString("base64");
    const line = await shopifyLine({ customers });
    return compare(await keepBooks({ ...urls, sealKeys }, line, { howMany, kills, customers, deadlineMs }));
  } finally {
    await cluster.stop();
    await removePostgresHome(folder);
  }
}

/** All of it counts, or nothing: one cent that is wrong makes the books wrong. */
function compare(books: Books): ProofResult {
  const { ledger: rows, movedMinor, happened, killed } = books;
  const wrong = disagreements(books);
  const states = Object.entries(Object.groupBy(rows, ({ state }) => state)).map(
    ([state, of]) => `${of.length} ${state}`,
  );
  const lines = [
    `moved in the shop and in the ledger: ${movedMinor}; ${states.join(", ")}`,
    `${killed} workers killed; ${Object.entries(happened)
      .map(([what, n]) => `${n} × ${what}`)
      .join(", ")}`,
    ...wrong.slice(0, 20),
  ];
  return { passed: wrong.length === 0 ? rows.length : 0, total: howMany, lines };
}
