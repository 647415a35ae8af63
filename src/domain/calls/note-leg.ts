import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { endCall } from "./end-call.ts";
import { overflow } from "./enter-target.ts";
import { requestHandOver } from "./follow-hand-over.ts";
import { conversationOf } from "./queries.ts";
import { command, requestHandOut } from "./request-work.ts";
import { findLeg, legsOf, lockCall, patchCall, patchLeg, settingsOf } from "./rows.ts";
import { type LegReport, legAfter } from "./rules.ts";
import type { CallLeg, CallRow } from "./tables.ts";
import { tellEnd } from "./tell-end.ts";

export interface ReportedLeg extends LegReport {
  connectionId: string;
  /** Ours, where the provider was given it. */
  legId: string | null;
  externalId: string;
}

/**
 * Takes down how far a leg came, and what follows from it: whoever rang in vain, a customer who hung up, a room that
 * nobody of the shop is in any more. In any order and repeated.
 * @returns false for a leg of ours that is not known.
 */
export async function noteLeg(ctx: Context, report: ReportedLeg): Promise<boolean> {
  const { connectionId, legId, externalId } = report;
  const found =
    (await findLeg(ctx, { connectionId, externalId })) ?? (legId === null ? null : await findLeg(ctx, { legId }));
  if (!found) return false;
  return inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, found.callId);
    const leg = call && (await findLeg(tx, { legId: found.id }));
    if (!call || !leg || call.connectionId !== connectionId) return false;
    // Dialled twice by mistake: the other one is the leg.
    if (leg.externalId !== null && leg.externalId !== externalId) return true;
    if (leg.externalId === null) await patchLeg(tx, leg.id, { externalId });
    const patch = legAfter(leg, report);
    if (!patch) return true;
    const after = await patchLeg(tx, leg.id, patch);
    if (after.state !== leg.state) {
      await announce(tx, call, after, leg.state);
      if (after.state === "ended") await followEnd(tx, call, after);
    }
    // How long they talked is known better now.
    if (call.outcome === "answered" && patch.answeredAt) await tellEnd(tx, call);
    return true;
  });
}

/** The same for what we know by ourselves, without the provider's clock. */
export async function noteLegState(
  tx: TxContext,
  call: CallRow,
  leg: CallLeg,
  state: CallLeg["state"],
): Promise<CallLeg> {
  if (leg.state === state || leg.state === "ended") return leg;
  const after = await patchLeg(tx, leg.id, { state });
  await announce(tx, call, after, leg.state);
  return after;
}

/** A leg of which nothing more will come: it could not be dialled, or the provider does not know it. */
export async function giveUpLeg(
  ctx: Context,
  { legId, reason }: { legId: string; reason: "failed" | "canceled" },
): Promise<void> {
  const found = await findLeg(ctx, { legId });
  if (!found) return;
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, found.callId);
    const leg = call && (await findLeg(tx, { legId }));
    if (!call || !leg || leg.state === "ended") return;
    const after = await patchLeg(tx, legId, { state: "ended", endReason: reason, endedAt: now() });
    await announce(tx, call, after, leg.state);
    await followEnd(tx, call, after);
  });
}

async function announce(tx: TxContext, call: CallRow, { id: legId, memberId, state }: CallLeg, from: string) {
  const conversationId = await conversationOf(tx, call);
  const data = { callId: call.id, conversationId, legId, ...(memberId && { memberId }), from, to: state };
  tx.emit({ name: "call.leg_changed", data });
}

async function followEnd(tx: TxContext, call: CallRow, leg: CallLeg): Promise<void> {
  if (leg.memberId !== null) await release(tx, call, leg);
  if (call.state === "ended") return;
  const legs = await legsOf(tx, call.id);
  const live = legs.filter(({ state }) => state !== "ended");
  if (leg.role === "customer") {
    if (live.some(({ role }) => role === "customer")) return;
    // She hung up to be called back.
    if (call.state === "callback") return;
    // Who is called back has two legs, whichever is told of last: the newer one says why and when it ended.
    const last = legs.findLast(({ role }) => role === "customer") ?? leg;
    await endCall(tx, call, { endReason: last.endReason, at: last.endedAt ?? now() });
    return;
  }
  if (call.state === "waiting" || call.state === "callback") {
    if (leg.role === "guest") await beyond(tx, call);
    else requestHandOut(tx);
    return;
  }
  const isAlone = !live.some(({ role }) => role !== "customer");
  if (!isAlone && call.state === "connected") await inherit(tx, call, leg, live);
  if (!isAlone || (call.state !== "connected" && call.state !== "dialling")) return;
  for (const { id, role } of live) if (role === "customer") command(tx, { do: "end", legId: id });
}

/** She who had the call leaves it: a colleague whom she has brought in goes on with it. */
async function inherit(tx: TxContext, call: CallRow, left: CallLeg, live: readonly CallLeg[]): Promise<void> {
  const heir = live.find(({ role, state }) => role === "member" && state === "answered")?.memberId;
  if (!heir || left.memberId === null || left.memberId !== call.memberId) return;
  await patchCall(tx, call.id, { memberId: heir });
  await requestHandOver(tx, call, { from: [left.memberId], to: heir });
}

/** The number it was forwarded to does not answer. */
async function beyond(tx: TxContext, call: CallRow): Promise<void> {
  const settings = await settingsOf(tx, call);
  await overflow(tx, call, settings);
  const customer = (await legsOf(tx, call.id)).find(({ role, state }) => role === "customer" && state !== "ended");
  if (customer) command(tx, { do: "move", legId: customer.id });
}

/** She may be rung again, once she has finished what a call leaves to do: nothing, when it is said what it came to. */
async function release(tx: TxContext, call: CallRow, leg: CallLeg): Promise<void> {
  const { wrapUpSeconds } = await settingsOf(tx, call);
  if (leg.answeredAt === null || wrapUpSeconds === 0 || call.disposition !== null) return requestHandOut(tx);
  const wrapUpUntil = new Date((leg.endedAt ?? now()).getTime() + wrapUpSeconds * 1000);
  await patchLeg(tx, leg.id, { wrapUpUntil });
  requestHandOut(tx, wrapUpUntil);
}
