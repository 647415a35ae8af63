import { and, eq } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type HoldOut, holdOutDraws, holdOuts } from "./tables.ts";

/** The percentage; 0: the AI keeps out of none. */
export async function getHoldOut(ctx: Context): Promise<Pick<HoldOut, "percent"> & { since: Date | null }> {
  allow(ctx, "settings:manage");
  const row = await findHoldOut(ctx);
  return row ?? { percent: 0, since: null };
}

/** For the product's own work. Null: nothing is drawn. */
export async function findHoldOut(ctx: Context): Promise<HoldOut | null> {
  const [row] = await read(ctx, (q) => holdOutsOf(q, { workspaceId: ctx.workspaceId }));
  return row && row.percent > 0 ? row : null;
}

const holdOutsOf = builtOnce((q, given: Given<{ workspaceId: string }>) =>
  q.select().from(holdOuts).where(eq(holdOuts.workspaceId, given.workspaceId)),
);

/** Whether the AI sends nothing by itself there, because the draw fell so. */
export async function isHeldOut(ctx: Context, conversationId: string): Promise<boolean> {
  const [row] = await read(ctx, (q) => drawsOf(q, { workspaceId: ctx.workspaceId, conversationId }));
  return row?.isHeldOut ?? false;
}

const drawsOf = builtOnce((q, given: Given<{ workspaceId: string; conversationId: string }>) =>
  q
    .select({ isHeldOut: holdOutDraws.isHeldOut })
    .from(holdOutDraws)
    .where(and(eq(holdOutDraws.workspaceId, given.workspaceId), eq(holdOutDraws.conversationId, given.conversationId))),
);
