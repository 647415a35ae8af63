import { and, eq, isNotNull } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkDisposition } from "./dispositions.ts";
import { conversationOf, getCall } from "./queries.ts";
import { requestHandOut } from "./request-work.ts";
import { lockCall, patchCall } from "./rows.ts";
import { callLegs } from "./tables.ts";

export interface Disposition {
  callId: string;
  disposition: string;
  note: string | null;
}

/**
 * Says what a call came to. Whoever had part in it and says so is offered calls again. Safe to repeat, and to correct
 * later.
 * @throws NotFound; AppError("conflict") with `details.reason` "not_ended"; AppError("invalid_input") for what is not
 * in the workspace's list.
 */
export async function disposeCall(ctx: Context, { callId, disposition, note }: Disposition): Promise<void> {
  allow(ctx, "conversations:write");
  await checkDisposition(ctx, disposition);
  // Nobody learns of a call that is hidden from her.
  await getCall(ctx, callId);
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (!call) throw new NotFound("Call", callId);
    if (call.state !== "ended") {
      throw new AppError("conflict", "The call goes on: say what it came to when it is over", {
        details: { reason: "not_ended" },
      });
    }
    if (tx.actor.type === "member") await endWrapUp(tx, { memberId: tx.actor.id, callId });
    const dispositionNote = note?.trim() || null;
    if (call.disposition === disposition && call.dispositionNote === dispositionNote) return;
    await patchCall(tx, callId, { disposition, dispositionNote });
    tx.emit({ name: "call.disposed", data: { callId, conversationId: await conversationOf(tx, call) } });
  });
}

/** She has said a word about the call, so she may be rung again. */
async function endWrapUp(tx: TxContext, { memberId, callId }: { memberId: string; callId: string }): Promise<void> {
  const freed = await tx.q
    .update(callLegs)
    .set({ wrapUpUntil: null })
    .where(
      and(
        eq(callLegs.workspaceId, tx.workspaceId),
        eq(callLegs.callId, callId),
        eq(callLegs.memberId, memberId),
        isNotNull(callLegs.wrapUpUntil),
      ),
    )
    .returning({ id: callLegs.id });
  if (freed.length > 0) requestHandOut(tx);
}
