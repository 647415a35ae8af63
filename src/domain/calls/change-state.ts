import type { TxContext } from "../events/index.ts";
import { conversationOf } from "./queries.ts";
import { patchCall } from "./rows.ts";
import type { CallRow, CallState } from "./tables.ts";

/** Moves a call whose row the caller holds, and announces it; one that has ended stays so. */
export async function changeState(
  tx: TxContext,
  before: CallRow,
  to: CallState,
  set: Partial<CallRow>,
): Promise<CallRow> {
  if (before.state === "ended") return before;
  const after = await patchCall(tx, before.id, { ...set, state: to });
  if (before.state === to) return after;
  const data = { callId: before.id, conversationId: await conversationOf(tx, before), from: before.state, to };
  tx.emit({ name: "call.moved", data });
  return after;
}
