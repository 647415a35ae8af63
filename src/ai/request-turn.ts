import { scheduleRun } from "../domain/automation/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { agentFor } from "./config.ts";

/** Somebody wrote: the AI answers the customer once the burst is over, or stands back if she has her answer. */
export async function requestTurn(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  const { models, debounceMs } = await agentFor(ctx, "reply");
  if (models.length === 0) return;
  await scheduleRun(ctx, { conversationId, delayMs: debounceMs });
}
