import { changeConversation } from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import { startFollowing } from "../involvement/index.ts";
import type { Context } from "../workspaces/index.ts";
import { conversationOf } from "./queries.ts";
import type { CallLeg, CallRow } from "./tables.ts";

export interface HandOver {
  conversationId: string;
  /** Who had the call before. */
  from: string[];
  to: string;
}

/** Who goes on with a call after somebody gave it to her has its conversation too, if it was with who gave it. Safe to repeat. */
export async function followHandOver(ctx: Context, { conversationId, from, to }: HandOver): Promise<void> {
  await changeConversation(ctx, conversationId, async ({ assigneeId }, tx) => {
    if (assigneeId === null || assigneeId === to || !from.includes(assigneeId)) return null;
    await startFollowing(tx, { conversationId, memberId: to });
    const data = { conversationId, from: assigneeId, to };
    return { set: { assigneeId: to }, event: { name: "conversation.assigned", data } };
  });
}

/** After the commit, in a transaction of its own. */
export async function requestHandOver(tx: TxContext, call: CallRow, given: Pick<HandOver, "from" | "to">) {
  const payload = { ...given, conversationId: await conversationOf(tx, call) };
  tx.enqueue({ queue: "calls", name: "hand over", payload, orderingKey: call.id });
}

/** Members who have talked in it, without this one. */
export function talkedBefore(legs: readonly CallLeg[], memberId: string): string[] {
  const talked = legs.filter(({ state, answeredAt }) => state === "answered" || answeredAt !== null);
  return talked.flatMap((leg) => (leg.memberId === null || leg.memberId === memberId ? [] : [leg.memberId]));
}
