import { parseArgs } from "node:util";
import { z } from "zod";
import { replayTurn } from "../src/ai/index.ts";
import { newestTurns } from "../src/domain/automation/index.ts";
import { type Context, systemContext } from "../src/domain/workspaces/index.ts";
import { openDatabase } from "../src/platform/db.ts";
import { AppError } from "../src/platform/errors.ts";
import { databaseUrls } from "./existing-database.ts";
import { Failure, runMain } from "./failure.ts";

const usage = "npm run replay-turns -- --workspace ID [--run ID | --last 100]";

/** Goes over finished turns of the AI again by their traces: 0 when all come to the same as then, else 1. */
async function main(): Promise<number> {
  const { workspace, run, last } = readArguments();
  const db = openDatabase({ ...(await databaseUrls()), maxConnections: 2 });
  try {
    const ctx = systemContext(db, workspace, "replay-turns");
    const counts = { same: 0, other: 0, left: 0 };
    for (const id of run ? [run] : await newestTurns(ctx, last)) counts[await replay(ctx, id)]++;
    const { same, other, left } = counts;
    console.log(`${same} come to the same, ${other} to something else, ${left} cannot be gone over again.`);
    return other === 0 ? 0 : 1;
  } finally {
    await db.close();
  }
}

async function replay(ctx: Context, runId: string): Promise<"same" | "other" | "left"> {
  try {
    const { before, now, refused, reason, isSame } = await replayTurn(ctx, { runId });
    if (isSame) return "same";
    console.log(`✗ ${runId}: ${before} then, ${now} now${reason ? ` (${reason})` : ""}`);
    for (const problem of refused) console.log(`    refused: ${problem}`);
    return "other";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.log(`- ${runId}: ${error.message}`);
    return "left";
  }
}

function readArguments() {
  try {
    const options = { workspace: { type: "string" }, run: { type: "string" }, last: { type: "string" } } as const;
    const { values } = parseArgs({ options });
    const last = z.coerce.number().int().min(1).max(10_000).default(100);
    return z.object({ workspace: z.uuid(), run: z.uuid().optional(), last }).parse(values);
  } catch (cause) {
    throw new Failure(`Usage: ${usage}`, { cause });
  }
}

await runMain(main);
