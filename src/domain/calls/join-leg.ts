import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { changeState } from "./change-state.ts";
import { transcribed } from "./enter-target.ts";
import { requestHandOver, talkedBefore } from "./follow-hand-over.ts";
import { noteLegState } from "./note-leg.ts";
import { dialLeg } from "./open-call.ts";
import { conversationOf } from "./queries.ts";
import { command } from "./request-work.ts";
import { findLeg, legsOf, lockCall, patchLeg, settingsOf } from "./rows.ts";
import type { Step } from "./steps.ts";
import type { CallLeg, CallRow } from "./tables.ts";

/**
 * A leg that was dialled answered: the first of those who were rung gets the call, whoever was added comes in, the
 * others are told that it is taken. The row of the call decides, so that of two at the same moment one has it. Safe to
 * repeat by the same leg; a second leg dialled for the same person by mistake is sent away.
 */
export async function joinLeg(
  ctx: Context,
  { connectionId, callId, legId, externalId }: Record<"connectionId" | "callId" | "legId" | "externalId", string>,
): Promise<Step[]> {
  const goesOn = await inTransaction(ctx, async (tx): Promise<Step[] | null> => {
    const call = await lockCall(tx, callId);
    const leg = call && (await findLeg(tx, { legId }));
    if (!call || leg?.callId !== callId || call.connectionId !== connectionId) return null;
    if (leg.externalId !== null && leg.externalId !== externalId) return null;
    if (leg.state === "ended" || call.state === "ended") return null;
    const settings = await settingsOf(tx, call);
    const { language, voice } = settings;
    const say = (text: string): Step => ({ do: "say", text, language, voice });
    // Its report says when to the second, and may come after the one that it has hung up.
    await patchLeg(tx, leg.id, { externalId, answeredAt: leg.answeredAt ?? now() });
    await noteLegState(tx, call, leg, "answered");
    const { isRecorded } = call;
    const join: Step = { do: "join", callId, endsRoom: leg.role === "customer", isRecorded, next: null };
    if (leg.role === "customer") {
      await connect(tx, call, {});
      const hello = call.callbackAt === null ? [] : [say("Hello. You asked us to call you back.")];
      const announced = call.isRecorded ? [say(settings.consentAnnouncement)] : [];
      return [...hello, ...announced, ...transcribed(call, settings), join];
    }
    if (leg.purpose === "add") {
      return call.state === "connected" ? [join] : [say("The customer is not here any more."), { do: "hang_up" }];
    }
    if (call.state === "callback") {
      await callBack(tx, call, leg);
      return [say("Calling back."), join];
    }
    const isTaken = call.state === "connected" || call.state === "dialling";
    const isHers = isTaken && call.memberId === leg.memberId;
    if (call.state !== "waiting" && !isHers) return [say("Somebody else has taken this call."), { do: "hang_up" }];
    if (!isHers) await take(tx, call, leg);
    return [join];
  });
  return goesOn ?? [{ do: "hang_up" }];
}

/** She who answers has it: the customer comes to her, and it stops ringing elsewhere. */
async function take(tx: TxContext, call: CallRow, leg: CallLeg): Promise<void> {
  await connect(tx, call, { memberId: leg.memberId });
  const legs = await legsOf(tx, call.id);
  const { memberId: to } = leg;
  if (call.answeredAt !== null && to !== null) await requestHandOver(tx, call, { from: talkedBefore(legs, to), to });
  for (const other of legs) {
    if (other.id === leg.id || other.state === "ended") continue;
    if (other.role === "customer") command(tx, { do: "move", legId: other.id });
    else if (other.purpose === "ring") command(tx, { do: "end", legId: other.id });
  }
}

async function connect(tx: TxContext, call: CallRow, set: Partial<CallRow>): Promise<void> {
  const answeredAt = call.answeredAt ?? now();
  const reason = null;
  const after = await changeState(tx, call, "connected", {
    ...set,
    answeredAt,
    reason,
    queuedAt: null,
    overflowAt: null,
  });
  if (call.answeredAt !== null) return;
  const data = { callId: call.id, conversationId: await conversationOf(tx, call) };
  tx.emit({ name: "call.answered", data: { ...data, ...(after.memberId && { memberId: after.memberId }) } });
}

/** Somebody is free for her who hung up to be called back. */
async function callBack(tx: TxContext, call: CallRow, leg: CallLeg): Promise<void> {
  await changeState(tx, call, "dialling", { memberId: leg.memberId, queuedAt: null });
  const { otherNumber: number } = call;
  await dialLeg(tx, { callId: call.id, role: "customer", purpose: "ring", number });
  for (const other of await legsOf(tx, call.id)) {
    const isOther = other.id !== leg.id && other.role !== "customer" && other.state !== "ended";
    if (isOther) command(tx, { do: "end", legId: other.id });
  }
}
