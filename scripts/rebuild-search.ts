import { parseArgs } from "node:util";
import { z } from "zod";
import { everyWorkspaceId } from "../src/domain/audit/index.ts";
import { rebuildIndex } from "../src/domain/search/index.ts";
import { openDatabase } from "../src/platform/db.ts";
import { databaseUrls } from "./existing-database.ts";
import { Failure, runMain } from "./failure.ts";

const usage = "npm run rebuild-search -- --workspace ID, or --all";

/** `npm run rebuild-search -- --workspace ID` or `--all`: asks for a new search index; the workers build it. */
async function main(): Promise<number> {
  const { workspace, all } = readArguments();
  const db = openDatabase({ ...(await databaseUrls()), maxConnections: 2 });
  try {
    const every = await everyWorkspaceId(db);
    if (workspace !== undefined && !every.includes(workspace)) throw new Failure(`There is no workspace ${workspace}.`);
    const chosen = all ? every : every.filter((id) => id === workspace);
    for (const id of chosen) await rebuildIndex(db, id);
    console.log(`Asked for: the workers build ${chosen.length === 1 ? "the index" : `${chosen.length} indexes`} anew.`);
    return 0;
  } finally {
    await db.close();
  }
}

function readArguments() {
  try {
    const { values } = parseArgs({ options: { workspace: { type: "string" }, all: { type: "boolean" } } });
    return z
      .object({ workspace: z.uuid().optional(), all: z.boolean().default(false) })
      .refine(({ workspace, all }) => all !== (workspace !== undefined))
      .parse(values);
  } catch (cause) {
    throw new Failure(`Usage: ${usage}`, { cause });
  }
}

await runMain(main);
