import { and, asc, eq, gt } from "drizzle-orm";
import { allow } from "../access/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type EventRow, eventCounters, events } from "./tables.ts";
import { read } from "./transaction.ts";

/**
 * Everything after `after`, in order of commit.
 *
 * @param after the last seq the caller has seen; 0 = from the beginning.
 * @returns at most `limit` events and the newest seq there is, so that the caller knows whether to ask again.
 */
export async function listEvents(
  ctx: Context,
  { after, limit }: { after: number; limit: number },
): Promise<{ events: EventRow[]; head: number }> {
  allow(ctx, "events:read");
  return read(ctx, async (q) => {
    const page = await q
      .select()
      .from(events)
      .where(and(eq(events.workspaceId, ctx.workspaceId), gt(events.seq, after)))
      .orderBy(asc(events.seq))
      .limit(limit);
    return { events: page, head: await headOf(ctx, q) };
  });
}

/** The newest seq of the workspace; 0 when nothing happened yet. */
export async function headSeq(ctx: Context): Promise<number> {
  return read(ctx, (q) => headOf(ctx, q));
}

async function headOf(ctx: Context, q: Parameters<Parameters<typeof read>[1]>[0]): Promise<number> {
  const [counter] = await q
    .select({ lastSeq: eventCounters.lastSeq })
    .from(eventCounters)
    .where(eq(eventCounters.workspaceId, ctx.workspaceId));
  return counter?.lastSeq ?? 0;
}
