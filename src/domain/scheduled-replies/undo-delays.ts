import { and, eq } from "drizzle-orm";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import type { Conversation } from "../conversations/index.ts";
import { inTransaction, read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { undoDelays } from "./tables.ts";

/** Seconds a person's reply can be called back. A chat or a call is live: there is nothing to wait for. */
export interface UndoDelays {
  email: number;
  sms: number;
}

const channels = ["email", "sms"] as const;
export const longestUndoSeconds = 60;

export async function getUndoDelays(ctx: Context): Promise<UndoDelays> {
  allow(ctx, "conversations:read");
  const rows = await read(ctx, (q) => q.select().from(undoDelays).where(eq(undoDelays.workspaceId, ctx.workspaceId)));
  const of = (channel: keyof UndoDelays) => rows.find((row) => row.channel === channel)?.seconds ?? 0;
  return { email: of("email"), sms: of("sms") };
}

/** Counts for replies written from now on. Safe to repeat. */
export async function setUndoDelays(ctx: Context, wanted: UndoDelays): Promise<UndoDelays> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    for (const channel of channels) {
      const seconds = wanted[channel];
      const row = { workspaceId: tx.workspaceId, id: newId(), channel, seconds };
      const target = [undoDelays.workspaceId, undoDelays.channel];
      // The row is there first, so that two at once see each other's change.
      await tx.q
        .insert(undoDelays)
        .values({ ...row, seconds: 0 })
        .onConflictDoNothing({ target });
      const isThis = and(eq(undoDelays.workspaceId, tx.workspaceId), eq(undoDelays.channel, channel));
      const [before] = await tx.q.select().from(undoDelays).where(isThis).for("update");
      if (before!.seconds === seconds) continue;
      await tx.q.update(undoDelays).set({ seconds }).where(isThis);
      const [from, to] = [before!.seconds, seconds].map((value) => `${value} s`);
      tx.emit({ name: "undo_delay.changed", data: { channel, from: from!, to: to! } });
    }
    return wanted;
  });
}

export async function undoSecondsOf(ctx: Context, channel: Conversation["channel"]): Promise<number> {
  if (channel !== "email" && channel !== "sms") return 0;
  return (await getUndoDelays(ctx))[channel];
}
