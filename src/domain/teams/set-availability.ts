import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isAvailability, lockAvailability } from "./lock-availability.ts";
import { watchPresence } from "./note-presence.ts";
import { type Capacity, checkCapacity, type Intent, isWatched, stateOf } from "./rules.ts";
import { availabilities } from "./tables.ts";

/**
 * Says whether a member takes new work. Everyone says it of herself, who manages teams of anybody. Said of herself it
 * also shows that she is here. Safe to repeat.
 *
 * @throws AppError("forbidden"); NotFound for a member of another workspace.
 */
export async function setAvailability(
  ctx: Context,
  { memberId, intent }: { memberId: string; intent: Intent },
): Promise<void> {
  const isOwn = ctx.actor.type === "member" && ctx.actor.id === memberId;
  if (!isOwn) allow(ctx, "teams:manage");
  await inTransaction(ctx, async (tx) => {
    const before = await lockAvailability(tx, memberId);
    const at = now();
    const after = { ...before, state: intent, ...(isOwn && { lastSeenAt: at, goneSince: null }) };
    const { state, lastSeenAt, goneSince } = after;
    await tx.q.update(availabilities).set({ state, lastSeenAt, goneSince }).where(isAvailability(tx, memberId));
    if (isOwn && !isWatched(before)) watchPresence(tx, memberId, at);
    const [from, to] = [stateOf(before, at), stateOf(after, at)];
    if (from !== to) tx.emit({ name: "availability.changed", data: { memberId, from, to } });
  });
}

/**
 * Sets how many open conversations of a channel a member is handed at a time; null = the usual number again. What she
 * has beyond that stays hers, and people may still assign her more.
 *
 * @throws AppError("invalid_input") for a number below 0 or above 1,000; NotFound.
 */
export async function setCapacity(
  ctx: Context,
  { memberId, capacity }: { memberId: string; capacity: Partial<Record<keyof Capacity, number | null>> },
): Promise<void> {
  allow(ctx, "teams:manage");
  await inTransaction(ctx, async (tx) => {
    const before = await lockAvailability(tx, memberId);
    const named = Object.entries({ ...before.capacity, ...capacity }).filter(([, limit]) => limit != null);
    const after = checkCapacity(Object.fromEntries(named));
    await tx.q.update(availabilities).set({ capacity: after }).where(isAvailability(tx, memberId));
    tx.emit({ name: "capacity.changed", data: { memberId } });
  });
}
