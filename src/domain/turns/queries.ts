import { and, asc, count, eq, getTableColumns, gt, lt, max } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { getMessage } from "../conversations/index.ts";
import { messages } from "../conversations/tables.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { turns } from "./tables.ts";

export interface Turn {
  /** Texts that leave the same number before it. */
  waitingBehind: number;
  startsAt: Date;
}

/**
 * When a text's turn comes; null: it waits for nothing, or for something else. Those of one conversation leave one after
 * the other, and take their turns so: one that has none yet leaves some time after the last that has. @throws NotFound
 */
export async function getTurn(ctx: Context, { messageId }: { messageId: string }): Promise<Turn | null> {
  allow(ctx, "conversations:read");
  const { conversationId, state, kind } = await getMessage(ctx, messageId);
  const at = now();
  if (kind !== "reply" || (state !== "queued" && state !== "sending")) return null;
  return read(ctx, async (q) => {
    const inConversation = await q
      .select(getTableColumns(turns))
      .from(turns)
      .innerJoin(messages, and(eq(messages.workspaceId, turns.workspaceId), eq(messages.id, turns.messageId)))
      .where(
        and(
          eq(turns.workspaceId, ctx.workspaceId),
          eq(messages.conversationId, conversationId),
          gt(turns.startsAt, at),
        ),
      )
      .orderBy(asc(turns.startsAt));
    const own = inConversation.find((turn) => turn.messageId === messageId) ?? inConversation.at(-1);
    if (!own) return null;
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
    const isAfter = own.messageId === messageId ? 0 : 1;
    return { waitingBehind: (before?.waiting ?? 0) + isAfter, startsAt: own.startsAt };
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
