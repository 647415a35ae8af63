import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { finishRun } from "./finish-run.ts";
import { getRun } from "./queries.ts";
import type { Run } from "./tables.ts";

/**
 * Ends a turn of the AI that waits or is under way: nothing comes of it. A model that thinks is left within moments.
 * Safe to repeat; one that has ended stays as it is. @throws NotFound
 */
export async function stopRun(ctx: Context, { runId }: { runId: string }): Promise<Run> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    await getRun(tx, runId);
    await finishRun(tx, { runId, status: "superseded", reason: "A person stopped it" });
    return getRun(tx, runId);
  });
}
