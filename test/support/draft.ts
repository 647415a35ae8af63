import { type Run, scheduleRun, startRun, writeDraft } from "../../src/domain/automation/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";

/** Of the AI, for a conversation whose newest message is the customer's. */
export async function aDraft(ctx: Context, conversationId: string, lastSeenMessageId: string) {
  const waiting = (await scheduleRun(ctx, { conversationId, delayMs: 0 })) as Run;
  const run = await startRun(ctx, { runId: waiting.id, model: "test" });
  const body = "It is on its way.";
  return writeDraft(ctx, { conversationId, runId: run!.id, body, sources: [], lastSeenMessageId });
}
