import { and, eq, lt, max, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { segmentsPerSecond } from "./rules.ts";
import { turns } from "./tables.ts";

export interface Leaving {
  messageId: string;
  connectionId: string;
  sender: string;
  recipient: string;
  /** What it takes of the number's time. */
  segments: number;
}

/**
 * Gives a text its turn among all that leave the same number, whatever the process: it keeps it, however often it is
 * asked for.
 * @returns how long to wait, in milliseconds; 0: now.
 */
export async function takeTurn(ctx: Context, leaving: Leaving): Promise<number> {
  const { messageId, connectionId, sender, recipient, segments } = leaving;
  const lane = `turns ${ctx.workspaceId} ${connectionId} ${sender}`;
  return inTransaction(ctx, async (tx) => {
    await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lane}, 0))`);
    const at = now();
    const [own] = await tx.q
      .select({ startsAt: turns.startsAt })
      .from(turns)
      .where(and(eq(turns.workspaceId, tx.workspaceId), eq(turns.messageId, messageId)));
    if (own) return untilHandedOver(own.startsAt, at);
    await forgetOver(tx, leaving, at);
    const [last] = await tx.q
      .select({ endsAt: max(turns.endsAt) })
      .from(turns)
      .where(isLane(tx, leaving));
    const startsAt = new Date(Math.max(at.getTime(), last?.endsAt?.getTime() ?? 0));
    const takesMs = Math.ceil((Math.max(1, segments) / segmentsPerSecond(sender, recipient)) * 1000);
    const endsAt = new Date(startsAt.getTime() + takesMs);
    await tx.q.insert(turns).values({ workspaceId: tx.workspaceId, messageId, connectionId, sender, startsAt, endsAt });
    return untilHandedOver(startsAt, at);
  });
}

function untilHandedOver(startsAt: Date, at: Date): number {
  return Math.max(0, startsAt.getTime() - at.getTime() - slackMs);
}

/** So much may wait at the provider: short queues there do no harm, and a burst of few texts need not wait here. */
const slackMs = 20_000;
/** One whose turn was long ago and that did not leave takes another. */
const forgottenAfterMs = 60_000;

async function forgetOver(tx: TxContext, lane: Pick<Leaving, "connectionId" | "sender">, at: Date): Promise<void> {
  await tx.q.delete(turns).where(and(isLane(tx, lane), lt(turns.endsAt, new Date(at.getTime() - forgottenAfterMs))));
}

function isLane(ctx: Context, { connectionId, sender }: Pick<Leaving, "connectionId" | "sender">) {
  return and(eq(turns.workspaceId, ctx.workspaceId), eq(turns.connectionId, connectionId), eq(turns.sender, sender));
}
