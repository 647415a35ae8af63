import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { endCall } from "./end-call.ts";
import { noteLegState } from "./note-leg.ts";
import { dialLeg } from "./open-call.ts";

import { legsOf, lockCall, patchCall, patchLeg } from "./rows.ts";
import type { Step } from "./steps.ts";

/** How long a call that was asked for waits for the phone of whoever asked. */
export const startWithinMs = 60_000;

export interface OutgoingCall {
  connectionId: string;
  /** Of the leg between the provider and her softphone. */
  externalId: string;
  /** Whose softphone calls, as the provider knows by its token. */
  memberId: string | null;
  /** What her browser sent along: nothing of it is believed but which call it means. */
  parameters: Readonly<Record<string, string>>;
}

/**
 * A softphone calls out. Whom it calls, and under which number, stands in the call that its member asked for
 * (`requestCall`), which is good for this once. Anything else is told so and hung up. Safe to repeat by the same leg.
 */
export async function startOutgoingCall(ctx: Context, outgoing: OutgoingCall): Promise<Step[]> {
  const { connectionId, externalId, memberId, parameters } = outgoing;
  const callId = parameters.call ?? "";
  if (memberId === null || !isId.test(callId)) return refused;
  return inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (call?.connectionId !== connectionId || call.direction !== "outbound" || call.memberId !== memberId)
      return refused;
    const join: Step = { do: "join", callId, endsRoom: false, isRecorded: call.isRecorded, next: null };
    if (call.externalId === externalId && call.state !== "ended") return [join];
    const isLate = call.startedAt.getTime() + startWithinMs < now().getTime();
    if (call.externalId !== null || call.state !== "dialling" || isLate) return refused;
    const own = (await legsOf(tx, callId)).find((leg) => leg.memberId === memberId && leg.state === "wanted");
    if (!own) return refused;
    await patchCall(tx, callId, { externalId });
    await noteLegState(tx, call, await patchLeg(tx, own.id, { externalId, answeredAt: now() }), "answered");
    await dialLeg(tx, { callId, role: "customer", purpose: "ring", number: call.otherNumber });
    return [join];
  });
}

/** Her phone never called: nothing of it stays open. Safe to repeat. */
export async function giveUpUnstarted(ctx: Context, { callId }: { callId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (!call || call.externalId !== null || call.state === "ended") return;
    for (const leg of await legsOf(tx, callId)) {
      if (leg.state === "ended") continue;
      await patchLeg(tx, leg.id, { endReason: "canceled", endedAt: now() });
      await noteLegState(tx, call, leg, "ended");
    }
    await endCall(tx, call, { endReason: "canceled", at: now() });
  });
}

const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const refused: Step[] = [
  {
    do: "say",
    text: "This call was not asked for, or too long ago. Please try it again.",
    language: "en-US",
    voice: null,
  },
  { do: "hang_up" },
];
