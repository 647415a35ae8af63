import { and, eq, lt } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { keptForMs } from "./decisions.ts";
import { ruleRuns } from "./tables.ts";

/** Forgets what rules did more than 90 days ago. */
export async function sweepRuleRuns(ctx: Context): Promise<void> {
  // Ids begin with the moment they were made at.
  const before = newId(now().getTime() - keptForMs);
  await inTransaction(ctx, (tx) =>
    tx.q.delete(ruleRuns).where(and(eq(ruleRuns.workspaceId, tx.workspaceId), lt(ruleRuns.id, before))),
  );
}
