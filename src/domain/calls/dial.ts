import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { giveUpLeg, noteLegState } from "./note-leg.ts";
import { findLeg, lockCall, patchLeg } from "./rows.ts";
import type { CallLeg, CallRow } from "./tables.ts";

export interface Dialling {
  call: CallRow;
  leg: CallLeg;
  /** False: an attempt was made before, which may have been carried out. */
  isFirst: boolean;
}

/** Beyond the ringing itself: then nobody waits for this leg any more. */
const toleranceMs = 30_000;

/**
 * The intent to dial a leg. Null: it is dialled already, or nobody needs it any more, which is written down.
 */
export async function beginDialling(ctx: Context, { legId }: { legId: string }): Promise<Dialling | null> {
  const found = await findLeg(ctx, { legId });
  if (!found) return null;
  const begun = await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, found.callId);
    const leg = call && (await findLeg(tx, { legId }));
    if (!call || !leg || leg.externalId !== null || leg.state === "ended") return null;
    if (!isNeeded(call, leg)) return "needless" as const;
    if (leg.state !== "wanted") return { call, leg, isFirst: false };
    return { call, leg: await noteLegState(tx, call, leg, "dialling"), isFirst: true };
  });
  if (begun !== "needless") return begun;
  await giveUpLeg(ctx, { legId, reason: "canceled" });
  return null;
}

function isNeeded(call: CallRow, { purpose, role, createdAt }: CallLeg): boolean {
  if (now().getTime() - createdAt.getTime() > call.ringSeconds * 1000 + toleranceMs) return false;
  if (call.state === "ended") return false;
  if (role === "customer") return call.state === "dialling";
  return purpose === "add" || call.state === "waiting" || call.state === "callback";
}

/** The provider's id of a leg that was dialled. One that is known by another keeps that. */
export async function noteDialled(
  ctx: Context,
  { legId, externalId }: { legId: string; externalId: string },
): Promise<void> {
  const found = await findLeg(ctx, { legId });
  if (found?.externalId !== null) return;
  await inTransaction(ctx, async (tx) => {
    await lockCall(tx, found.callId);
    const leg = await findLeg(tx, { legId });
    if (leg?.externalId === null) await patchLeg(tx, legId, { externalId });
  });
}

/** The provider surely took nothing: the next attempt is the first again. */
export async function noteUndialled(ctx: Context, { legId }: { legId: string }): Promise<void> {
  const found = await findLeg(ctx, { legId });
  if (!found) return;
  await inTransaction(ctx, async (tx) => {
    await lockCall(tx, found.callId);
    const leg = await findLeg(tx, { legId });
    if (leg?.state === "dialling" && leg.externalId === null) await patchLeg(tx, legId, { state: "wanted" });
  });
}
