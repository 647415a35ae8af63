import { and, eq } from "drizzle-orm";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { finishRun } from "./finish-run.ts";
import { runs } from "./tables.ts";

/** A call is over: a talk of its that ended without a word, because its process died, has ended too. Safe to repeat. */
export async function endSpokenRuns(ctx: Context, { messageId }: { messageId: string }): Promise<void> {
  const { workspaceId, lastMessageId, status, id } = runs;
  const left = await read(ctx, (q) =>
    q
      .select({ id })
      .from(runs)
      .where(and(eq(workspaceId, ctx.workspaceId), eq(lastMessageId, messageId), eq(status, "running"))),
  );
  for (const run of left) await finishRun(ctx, { runId: run.id, status: "spoken", reason: "The call ended" });
}
