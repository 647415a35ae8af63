import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isAvailability, lockAvailability } from "./lock-availability.ts";
import { goneAfterMs, isHere, isWatched, stateOf } from "./rules.ts";
import { availabilities } from "./tables.ts";

/** Said more often it changes nothing. */
const mostOftenMs = 30_000;

/** A window of hers is connected. Whoever had been gone is here again, and her queues are looked at. */
export async function noteSeen(ctx: Context, { memberId }: { memberId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await lockAvailability(tx, memberId);
    const at = now();
    const wasHere = isHere(before, at);
    if (wasHere && before.lastSeenAt && at.getTime() - before.lastSeenAt.getTime() < mostOftenMs) return;
    const after = { ...before, lastSeenAt: at, goneSince: null };
    await tx.q.update(availabilities).set({ lastSeenAt: at, goneSince: null }).where(isAvailability(tx, memberId));
    if (!isWatched(before)) watchPresence(tx, memberId, at);
    const [from, to] = [stateOf(before, at), stateOf(after, at)];
    if (from !== to) tx.emit({ name: "availability.changed", data: { memberId, from, to } });
  });
}

/** Looks whether a member has been gone for long, and looks again later while she has not. */
export async function lookWhetherGone(ctx: Context, { memberId }: { memberId: string }): Promise<void> {
  // Each look begins anew: one that follows from the one before would run into the limit of a cascade.
  await inTransaction({ ...ctx, cause: null }, async (tx) => {
    const before = await lockAvailability(tx, memberId);
    const at = now();
    if (before.goneSince || !before.lastSeenAt) return;
    if (isHere(before, at)) return watchPresence(tx, memberId, before.lastSeenAt);
    await tx.q.update(availabilities).set({ goneSince: at }).where(isAvailability(tx, memberId));
    if (before.state !== "online") return;
    tx.emit({ name: "availability.changed", data: { memberId, from: "online", to: "offline" } });
  });
}

/** Called when she begins to be watched; from then on each look makes the next. */
export function watchPresence(tx: TxContext, memberId: string, seenAt: Date): void {
  tx.enqueue({
    queue: "assignment",
    name: "look whether gone",
    payload: { memberId },
    orderingKey: memberId,
    runAt: new Date(seenAt.getTime() + goneAfterMs),
  });
}
