import { now } from "../../platform/clock.ts";
import { rawOf } from "../../platform/db.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { printable } from "./rules.ts";
import type { Run } from "./tables.ts";

/** What a turn found out, whatever it ended in. */
export type Finding = Partial<
  Pick<Run, "intent" | "confidence" | "mode" | "guidanceVersionId" | "firstMessageId" | "handOverReason">
>;

/**
 * Ends a run, with the reason when there is no draft. What it would go on from after a crash is forgotten. Safe to repeat: what is finished stays as it is.
 * @returns false when it was finished already.
 */
export async function finishRun(
  ctx: Context,
  input: Finding & { runId: string; status: Exclude<Run["status"], "waiting" | "running">; reason: string | null },
): Promise<boolean> {
  const { runId, status, reason, intent = null, confidence = null, mode = null } = input;
  const { guidanceVersionId = null, firstMessageId = null, handOverReason = null } = input;
  return inTransaction(ctx, async (tx) => {
    const [run] = await rawOf(tx.q)<{ conversationId: string }[]>`
      with forgotten as (
        update run_steps set replay = null
        where workspace_id = ${tx.workspaceId} and run_id = ${runId} and replay is not null)
      update runs set status = ${status}, reason = ${reason && printable(reason)}, finished_at = ${now().toISOString()},
        intent = coalesce(${intent}, intent), confidence = coalesce(${confidence}, confidence),
        mode = coalesce(${mode}, mode), hand_over_reason = coalesce(${handOverReason}, hand_over_reason),
        guidance_version_id = coalesce(${guidanceVersionId}::uuid, guidance_version_id),
        first_message_id = coalesce(${firstMessageId}::uuid, first_message_id)
      where workspace_id = ${tx.workspaceId} and id = ${runId} and status in ('waiting', 'running')
      returning conversation_id as "conversationId"`;
    if (!run) return false;
    tx.emit({ name: "run.finished", data: { conversationId: run.conversationId, runId } });
    return true;
  });
}
