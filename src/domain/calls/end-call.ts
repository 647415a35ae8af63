import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { holdLive } from "./hold-live.ts";
import { conversationOf } from "./queries.ts";
import { command } from "./request-work.ts";
import { legsOf, patchCall, recordingsOf } from "./rows.ts";
import { isOwed, outcomeOf, reasonOf } from "./rules.ts";
import type { CallLeg, CallRow } from "./tables.ts";
import { tellEnd } from "./tell-end.ts";

/** A voicemail may be told of later than the end: so long nobody is said to have left none. */
const concludeAfterMs = 60_000;

/** The customer is gone, and nobody is to call her back: the call is over, for whoever is still in it. */
export async function endCall(
  tx: TxContext,
  call: CallRow,
  { endReason, at }: { endReason: CallLeg["endReason"]; at: Date },
): Promise<CallRow> {
  if (call.state === "ended") return call;
  const hasVoicemail = (await recordingsOf(tx, call.id)).some(({ kind }) => kind === "voicemail");
  const outcome = outcomeOf(call, { hasVoicemail });
  const reason = outcome === "answered" ? null : reasonOf(call, endReason);
  const set = { state: "ended", outcome, reason, endedAt: at, queuedAt: null, overflowAt: null } as const;
  const after = await patchCall(tx, call.id, set);
  for (const { id, state } of await legsOf(tx, call.id)) {
    if (state !== "ended") command(tx, { do: "end", legId: id });
  }
  const { messageId } = call;
  // Whether she left a message is known a little later.
  const isOpen = outcome === "missed" && call.state === "voicemail";
  if (!isOpen) await tellEnd(tx, after);
  const conversationId = await conversationOf(tx, call);
  const data = { callId: call.id, conversationId, messageId, from: call.state, to: outcome };
  tx.emit({ name: "call.ended", data: { ...data, ...(reason && { reason }) } });
  if (!isOwed(after)) return after;
  const runAt = new Date(now().getTime() + concludeAfterMs);
  const job = { queue: "calls", name: "conclude", payload: { callId: call.id } };
  tx.enqueue(isOpen ? { ...job, runAt } : job);
  return after;
}

/** Hangs up for all. Safe to repeat. @throws NotFound; AppError("conflict") when it has ended (`details.reason`). */
export async function hangUpCall(ctx: Context, { callId }: { callId: string }): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    const call = await holdLive(tx, callId);
    const live = (await legsOf(tx, callId)).filter(({ state }) => state !== "ended");
    for (const { id } of live) command(tx, { do: "end", legId: id });
    // Nobody is on the line who could hang up.
    if (live.length === 0 || call.state === "callback") await endCall(tx, call, { endReason: "canceled", at: now() });
  });
}
