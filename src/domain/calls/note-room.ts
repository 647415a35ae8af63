import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { conversationOf } from "./queries.ts";
import { findLeg, lockCall, patchLeg } from "./rows.ts";
import { type RoomReport, roomAfter } from "./rules.ts";
import type { CallLeg } from "./tables.ts";

/** Takes down who is in the room of a call, on hold, or not heard. In any order and repeated: the newest counts. */
export async function noteRoom(
  ctx: Context,
  { connectionId, externalId, ...report }: RoomReport & { connectionId: string; externalId: string },
): Promise<boolean> {
  const found = await findLeg(ctx, { connectionId, externalId });
  if (!found) return false;
  return inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, found.callId);
    const before = call && (await findLeg(tx, { legId: found.id }));
    if (!call || !before) return false;
    const patch = roomAfter(before, report);
    if (!patch) return true;
    const after = await patchLeg(tx, before.id, patch);
    await announceRoom(tx, call, before, after);
    return true;
  });
}

/** What a command came to, where the provider's own word of it is lost. */
export async function noteHeldOrMuted(
  ctx: Context,
  { legId, ...set }: { legId: string } & Partial<Pick<CallLeg, "onHold" | "muted">>,
): Promise<void> {
  const found = await findLeg(ctx, { legId });
  if (!found) return;
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, found.callId);
    const before = call && (await findLeg(tx, { legId }));
    if (!call || !before) return;
    await announceRoom(tx, call, before, await patchLeg(tx, legId, set));
  });
}

type Tx = Parameters<typeof patchLeg>[0];
type Held = Parameters<typeof conversationOf>[1] & { id: string };

async function announceRoom(tx: Tx, call: Held, before: CallLeg, after: CallLeg): Promise<void> {
  const changes: [keyof Pick<CallLeg, "isIn" | "onHold" | "muted">, string, string][] = [
    ["isIn", "joined", "left"],
    ["onHold", "on_hold", "off_hold"],
    ["muted", "muted", "unmuted"],
  ];
  const changed = changes.filter(([field]) => before[field] !== after[field]);
  if (changed.length === 0) return;
  const { id: legId, memberId } = after;
  const data = {
    callId: call.id,
    conversationId: await conversationOf(tx, call),
    legId,
    ...(memberId && { memberId }),
  };
  for (const [field, on, off] of changed) {
    const word = (value: boolean) => (value ? on : off);
    tx.emit({ name: "call.leg_changed", data: { ...data, from: word(before[field]), to: word(after[field]) } });
  }
}
