import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Run, runs } from "./tables.ts";

/**
 * Begins the run of a call that the AI answers by voice: one for the whole talk, so that what it cost stands in one
 * place. It ends with `finishRun`.
 * @param input.messageId what the call is in its conversation.
 */
export async function startSpokenRun(
  ctx: Context,
  input: { conversationId: string; messageId: string; model: string | null },
): Promise<Run> {
  const { conversationId, messageId: lastMessageId, model } = input;
  return inTransaction(ctx, async (tx) => {
    const [run] = await tx.q
      .insert(runs)
      .values({
        ...{ workspaceId: tx.workspaceId, id: newId(), conversationId, lastMessageId, model },
        ...{ status: "running", startedAt: now() },
      })
      .returning();
    tx.emit({ name: "run.started", data: { conversationId, runId: run!.id } });
    return run!;
  });
}
