import { parseArgs } from "node:util";
import { z } from "zod";
import { everyWorkspaceId } from "../src/domain/audit/index.ts";
import { recountViews } from "../src/domain/views/index.ts";
import { systemContext } from "../src/domain/workspaces/index.ts";
import { type Database, openDatabase } from "../src/platform/db.ts";
import { databaseUrls } from "./existing-database.ts";
import { Failure, runMain } from "./failure.ts";

/** `npm run recount-views [-- --workspace ID]`: 0 when every kept count is what counting finds, else 1. */
async function main(): Promise<number> {
  const workspace = readArguments();
  const db = openDatabase({ ...(await databaseUrls()), maxConnections: 2 });
  try {
    const every = await everyWorkspaceId(db);
    if (workspace !== undefined && !every.includes(workspace)) throw new Failure(`There is no workspace ${workspace}.`);
    const wrong = await recountAll(db, workspace === undefined ? every : [workspace]);
    console.log(wrong === 0 ? "Every count is right." : `${wrong} counts are wrong.`);
    return wrong === 0 ? 0 : 1;
  } finally {
    await db.close();
  }
}

async function recountAll(db: Database, workspaceIds: readonly string[]): Promise<number> {
  let wrong = 0;
  for (const id of workspaceIds) {
    const { views, drift, behind } = await recountViews(systemContext(db, id, "recount-views"));
    if (views === 0) continue;
    const late = behind > 0 ? ", with changes not followed yet" : "";
    console.log(`${drift.length === 0 ? "✓" : "✗"} workspace ${id}: ${views} views${late}`);
    for (const { viewId, kept, counted } of drift) console.log(`  view ${viewId}: kept ${kept}, counted ${counted}`);
    wrong += drift.length;
  }
  return wrong;
}

function readArguments(): string | undefined {
  try {
    const { values } = parseArgs({ options: { workspace: { type: "string" } } });
    return z.uuid().optional().parse(values.workspace);
  } catch (cause) {
    throw new Failure("Usage: npm run recount-views [-- --workspace ID]", { cause });
  }
}

await runMain(main);
