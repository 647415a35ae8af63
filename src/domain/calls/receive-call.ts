import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { enterTarget, stepsFor } from "./enter-target.ts";
import { fileEntry, threadKeyOf } from "./file-entry.ts";
import type { LineSettings } from "./line-settings.ts";
import { openCall, openLeg } from "./open-call.ts";
import { findCall, patchCall, settingsOf } from "./rows.ts";
import { firstTarget } from "./rules.ts";
import type { Step } from "./steps.ts";
import type { CallRow } from "./tables.ts";

export interface IncomingCall {
  connectionId: string;
  externalId: string;
  /** E.164. */
  lineNumber: string;
  /** E.164; null: withheld, nobody is found by it and nobody is made known by it. */
  from: string | null;
  callerName: string;
}

/**
 * Somebody calls: the call is written down, and told where to go. Safe to repeat: asked again, it is told where it is
 * now.
 */
export async function receiveCall(ctx: Context, incoming: IncomingCall): Promise<Step[]> {
  const settings = await settingsOf(ctx, incoming);
  const known = await findCall(ctx, incoming);
  if (known) return stepsFor({ call: known, say: [] }, settings);
  const message = await fileCall(ctx, incoming);
  const steps = await inTransaction(ctx, async (tx): Promise<Step[] | null> => {
    const call = await begin(tx, incoming, message.id, settings);
    if (!call) return null;
    const { say, target, isClosed } = firstTarget(settings, now());
    const held = isClosed ? await patchCall(tx, call.id, { reason: "closed" }) : call;
    const entered = await enterTarget(tx, held, settings, target);
    return stepsFor({ ...entered, say: [say, ...entered.say] }, settings);
  });
  if (steps !== null) return steps;
  // It was asked twice at the same moment, and the provider may hear this answer alone.
  const begun = await findCall(ctx, incoming);
  return begun ? stepsFor({ call: begun, say: [] }, settings) : [{ do: "hang_up" }];
}

/** A call that is over before anybody could be asked what to do with it: that it was missed is written down. */
export async function receiveLostCall(ctx: Context, incoming: IncomingCall): Promise<void> {
  const settings = await settingsOf(ctx, incoming);
  const message = await fileCall(ctx, incoming);
  await inTransaction(ctx, async (tx) => {
    const call = await begin(tx, incoming, message.id, settings);
    if (call) await patchCall(tx, call.id, { reason: "failed" });
  });
}

function fileCall(ctx: Context, call: IncomingCall) {
  const { from: otherNumber, ...rest } = call;
  return fileEntry(ctx, {
    ...{ ...rest, otherNumber, direction: "inbound", at: now(), text: "Phone call", asksForAnswer: false },
    threadKey: threadKeyOf({ ...call, otherNumber }),
  });
}

async function begin(
  tx: TxContext,
  { connectionId, externalId, lineNumber, from: otherNumber }: IncomingCall,
  messageId: string,
  settings: LineSettings,
): Promise<CallRow | null> {
  const begun = { connectionId, externalId, lineNumber, otherNumber, messageId, settings } as const;
  const call = await openCall(tx, { ...begun, direction: "inbound", state: "menu" });
  if (!call) return null;
  const leg = { callId: call.id, role: "customer", purpose: "ring", number: otherNumber, externalId } as const;
  await openLeg(tx, { ...leg, state: "ringing" });
  return call;
}
