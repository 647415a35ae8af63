import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { endCall } from "./end-call.ts";
import { giveUpLeg } from "./note-leg.ts";
import { legsOf, listLive, lockCall } from "./rows.ts";

/** Younger ones are still being told of. */
const freshMs = 60_000;
const strandedMs = 2 * 60_000;
/** Nobody waits longer than that to be called back. */
const callbackMs = 24 * 60 * 60_000;
/** No provider lets a call last longer: so it goes also when the account is gone and nobody can be asked. */
const longestMs = 25 * 60 * 60_000;
const mostAtOnce = 500;

/**
 * Closes what has ended without a word: legs that are believed to be live are asked about, those that never got an id
 * are given up, and a call that nobody is in any more is over. Safe to repeat.
 */
export async function sweepCalls(ctx: Context): Promise<void> {
  const at = now().getTime();
  for (const call of await listLive(ctx, mostAtOnce)) {
    const ageMs = at - call.startedAt.getTime();
    if (ageMs < freshMs) continue;
    const live = (await legsOf(ctx, call.id)).filter(({ state }) => state !== "ended");
    for (const leg of live) {
      const isOver = at - leg.createdAt.getTime() > (leg.externalId === null ? strandedMs : longestMs);
      if (isOver) await giveUpLeg(ctx, { legId: leg.id, reason: "failed" });
      else if (leg.externalId !== null) await requestCheck(ctx, leg.id);
    }
    const isStranded = live.length === 0 && call.state !== "callback";
    const isForgotten = call.state === "callback" && at - (call.callbackAt ?? call.startedAt).getTime() > callbackMs;
    if (isStranded || isForgotten) await close(ctx, call.id);
  }
}

async function requestCheck(ctx: Context, legId: string): Promise<void> {
  await inTransaction(ctx, async (tx) =>
    tx.enqueue({ queue: "calls", name: "check", payload: { legId }, orderingKey: legId }),
  );
}

async function close(ctx: Context, callId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (!call || (await legsOf(tx, callId)).some(({ state }) => state !== "ended")) return;
    await endCall(tx, call, { endReason: "failed", at: now() });
  });
}
