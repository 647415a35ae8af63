import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCluster } from "../scripts/embedded-postgres.ts";
import { freePort } from "../scripts/ports.ts";
import { removePostgresHome } from "../scripts/postgres-home.ts";
import { createOwnedDatabase, provision } from "../scripts/provision.ts";
import { type Books, keepBooks } from "../test/crash/chaos.ts";
import type { ProofResult } from "./result.ts";

const howMany = 2000;
const deadlineMs = 20 * 60_000;

/** Thousands of actions on an awful line, by workers that are killed: the shop's books against the ledger. */
export async function ledger(): Promise<ProofResult> {
  const folder = await mkdtemp(join(tmpdir(), "parley-ledger-"));
  const cluster = await startCluster({ folder, port: await freePort() });
  try {
    const urls = await createOwnedDatabase(cluster.ownerUrl, { database: "parley", password: "ledger" });
    await provision(urls);
    const sealKeys = Buffer.alloc(32, "proof").toString("base64");
    return compare(await keepBooks({ ...urls, sealKeys }, { howMany, deadlineMs }));
  } finally {
    await cluster.stop();
    await removePostgresHome(folder);
  }
}

/** An action counts as passed when the shop did it as often as the ledger says: once, or not at all. */
function compare({ ledger: rows, keys, movedMinor, overdrawn, happened, killed }: Books): ProofResult {
  const times = Map.groupBy(keys, (key) => key);
  const wrong = rows.filter(({ id, state }) => (times.get(id)?.length ?? 0) !== (state === "done" ? 1 : 0));
  const booked = rows.reduce((sum, { state, costMinor }) => sum + (state === "done" ? (costMinor ?? 0) : 0), 0);
  const states = Object.entries(Object.groupBy(rows, ({ state }) => state)).map(
    ([state, of]) => `${of.length} ${state}`,
  );
  const lines = [
    `moved in the shop ${movedMinor}, in the ledger ${booked}: ${movedMinor === booked ? "the same" : "NOT THE SAME"}`,
    `${overdrawn.length} orders overdrawn; ${states.join(", ")}`,
    `${killed} workers killed; ${Object.entries(happened)
      .map(([what, n]) => `${n} × ${what}`)
      .join(", ")}`,
    ...wrong.slice(0, 10).map(({ id, state }) => `${id} is ${state}, done ${times.get(id)?.length ?? 0} times`),
  ];
  return { passed: movedMinor === booked ? rows.length - wrong.length : 0, total: howMany, lines };
}
