import { parseArgs } from "node:util";
import { z } from "zod";
import { everyWorkspaceId, verifyChain } from "../src/domain/audit/index.ts";
import { systemContext } from "../src/domain/workspaces/index.ts";
import { type Database, openDatabase } from "../src/platform/db.ts";
import { databaseUrls } from "./existing-database.ts";
import { Failure, runMain } from "./failure.ts";

const usage = "npm run verify-audit [-- --workspace ID [--known-hash HASH]]";

/** `npm run verify-audit [-- --workspace ID [--known-hash HASH]]`: 0 when every chain is intact, else 1. */
async function main(): Promise<number> {
  const { workspace, "known-hash": knownHash } = readArguments();
  const db = openDatabase({ ...(await databaseUrls()), maxConnections: 2 });
  try {
    const every = await everyWorkspaceId(db);
    if (workspace !== undefined && !every.includes(workspace)) throw new Failure(`There is no workspace ${workspace}.`);
    const faults = await verifyAll(db, workspace === undefined ? every : [workspace], knownHash);
    console.log(faults === 0 ? "Every chain is intact." : `${faults} of the chains cannot be trusted.`);
    return faults === 0 ? 0 : 1;
  } finally {
    await db.close();
  }
}

async function verifyAll(db: Database, workspaceIds: readonly string[], knownHash?: string): Promise<number> {
  let faults = 0;
  for (const id of workspaceIds) {
    const known = knownHash === undefined ? {} : { knownHash };
    const { events, seals, unsealed, head, fault } = await verifyChain(systemContext(db, id, "verify-audit"), known);
    const counted = `workspace ${id}: ${events} events, ${seals} seals`;
    if (fault) {
      faults++;
      console.log(`✗ ${counted} intact, then events ${fault.fromSeq} to ${fault.toSeq}: ${fault.reason}`);
    } else {
      console.log(`✓ ${counted}, intact; ${unsealed} not sealed yet; newest seal ${head ?? "none"}`);
    }
  }
  return faults;
}

function readArguments() {
  try {
    const options = { workspace: { type: "string" }, "known-hash": { type: "string" } } as const;
    const { values } = parseArgs({ options });
    return z
      .object({
        workspace: z.uuid().optional(),
        "known-hash": z
          .string()
          .regex(/^[\da-f]{64}$/)
          .optional(),
      })
      .refine((given) => given["known-hash"] === undefined || given.workspace !== undefined)
      .parse(values);
  } catch (cause) {
    throw new Failure(`Usage: ${usage}`, { cause });
  }
}

await runMain(main);
