import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getHoldOut } from "./queries.ts";
import { holdOuts } from "./tables.ts";

/**
 * Sets of how many conversations in a hundred the AI keeps out: of those that are opened from now on. What was drawn stays
 * as it is. Safe to repeat.
 */
export async function setHoldOut(
  ctx: Context,
  { percent }: { percent: number },
): Promise<Awaited<ReturnType<typeof getHoldOut>>> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx;
    const salt = randomBytes(16).toString("base64url");
    // The row is there first, so that two at once see each other's change.
    await tx.q
      .insert(holdOuts)
      .values({ workspaceId, id: newId(), percent: 0, salt, since: now() })
      .onConflictDoNothing({ target: [holdOuts.workspaceId] });
    const [before] = await tx.q.select().from(holdOuts).where(eq(holdOuts.workspaceId, workspaceId)).for("update");
    if (before!.percent !== percent) {
      const since = before!.percent === 0 ? now() : before!.since;
      await tx.q.update(holdOuts).set({ percent, since }).where(eq(holdOuts.workspaceId, workspaceId));
      tx.emit({ name: "hold_out.changed", data: { from: `${before!.percent} %`, to: `${percent} %` } });
    }
    return getHoldOut(tx);
  });
}
