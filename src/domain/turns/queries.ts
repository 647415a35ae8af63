import { and, count, eq, gt, lt, max } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { getMessage } from "../conversations/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { turns } from "./tables.ts";

export interface Turn {
  /** Texts that leave the same number before it. */
  waitingBehind: number;
  startsAt: Date;
}

/** When a text's turn comes; null: it waits for nothing, or for something else. @throws NotFound */
export async function getTurn(ctx: Context, { messageId }: { messageId: string }): Promise<Turn | null> {
  allow(ctx, "conversations:read");
  await getMessage(ctx, messageId);
  const at = now();
  return read(ctx, async (q) => {
    const [own] = await q
      .select()
      .from(turns)
      .where(and(eq(turns.workspaceId, ctx.workspaceId), eq(turns.messageId, messageId)));
    if (!own || own.startsAt <= at) return null;
    const [before] = await q
      .select({ waiting: count() })
      .from(turns)
      .where(
        and(
          eq(turns.workspaceId, ctx.workspaceId),
          eq(turns.connectionId, own.connectionId),
          eq(turns.sender, own.sender),
          gt(turns.endsAt, at),
          lt(turns.startsAt, own.startsAt),
        ),
      );
    return { waitingBehind: before?.waiting ?? 0, startsAt: own.startsAt };
  });
}

export interface Queue {
  connectionId: string;
  sender: string;
  /** Texts whose turn is still to come. */
  waiting: number;
  /** When the last one has left. */
  emptyAt: Date;
}

/** What waits, by the number it leaves from. */
export async function listQueues(ctx: Context): Promise<Queue[]> {
  allow(ctx, "connections:read");
  const { connectionId, sender, startsAt, endsAt } = turns;
  const rows = await read(ctx, (q) =>
    q
      .select({ connectionId, sender, waiting: count(), emptyAt: max(endsAt) })
      .from(turns)
      .where(and(eq(turns.workspaceId, ctx.workspaceId), gt(startsAt, now())))
      .groupBy(connectionId, sender),
  );
  return rows.map(({ emptyAt, ...row }) => ({ ...row, emptyAt: emptyAt ?? now() }));
}
