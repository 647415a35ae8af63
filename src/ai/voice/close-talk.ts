import { endSpokenRuns } from "../../domain/automation/index.ts";
import { getCallAlone } from "../../domain/calls/index.ts";
import type { Context } from "../../domain/workspaces/index.ts";
import { AppError } from "../../platform/errors.ts";

/** A call has ended: so has the assistant's talk in it, whatever became of the process it was in. */
export async function closeTalk(ctx: Context, { callId }: { callId: string }): Promise<void> {
  const call = await getCallAlone(ctx, callId).catch((error: unknown) => {
    // Erased since.
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (call?.assistantAt) await endSpokenRuns(ctx, { messageId: call.messageId });
}
