import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { conversationOf } from "./queries.ts";
import { lockCall, patchCall } from "./rows.ts";

const longest = 4000;

/** Leaves word for who takes the call next. The newest counts. */
export async function summariseCall(ctx: Context, given: { callId: string; summary: string }): Promise<void> {
  const { callId } = given;
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (!call) return;
    const summary = given.summary.replaceAll("\u0000", "").slice(0, longest).toWellFormed();
    await patchCall(tx, callId, { summary });
    tx.emit({ name: "call.summarized", data: { callId, conversationId: await conversationOf(tx, call) } });
  });
}
