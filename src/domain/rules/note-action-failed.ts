import { and, desc, eq, sql } from "drizzle-orm";
import { getAction } from "../actions/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { StepResult } from "./decisions.ts";
import { keepStanding } from "./keep-standing.ts";
import { getRule } from "./queries.ts";
import { type RuleRun, ruleRuns } from "./tables.ts";

/**
 * What a rule asked of a shop was refused, by the policy or by the shop: its run says so from now on, and it counts as a
 * failure of the rule. A person who declines it is none. Safe to repeat.
 */
export async function noteActionFailed(
  ctx: Context,
  { actionId, reason = "refused_by_shop" }: { actionId: string; reason?: string | undefined },
): Promise<void> {
  const { requestedBy, conversationId, trouble } = await getAction(ctx, actionId);
  if (requestedBy.type !== "rule" || conversationId === null) return;
  const ruleId = requestedBy.id;
  const problem = { reason, message: trouble?.message ?? "The shop refused it" };
  await inTransaction(ctx, async (tx) => {
    const run = await lockRunOf(tx, { ruleId, conversationId, actionId });
    if (!run) return;
    const results = run.results.map((one): StepResult => {
      return one.actionId === actionId && one.outcome === "done" ? { ...one, ...problem, outcome: "failed" } : one;
    });
    if (JSON.stringify(results) === JSON.stringify(run.results)) return;
    await tx.q
      .update(ruleRuns)
      .set({ outcome: "failed", reason, results })
      .where(and(eq(ruleRuns.workspaceId, tx.workspaceId), eq(ruleRuns.id, run.id)));
    const data = { ruleId, ruleRunId: run.id, conversationId, from: run.outcome, to: "failed", reason };
    tx.emit({ name: "rule.ran", data });
    await keepStanding(
      tx,
      [await getRule(tx, ruleId)],
      new Map([[ruleId, { type: "shop_action", outcome: "failed", ...problem }]]),
    );
  });
}

async function lockRunOf(
  tx: TxContext,
  { ruleId, conversationId, actionId }: { ruleId: string; conversationId: string; actionId: string },
): Promise<RuleRun | undefined> {
  const [row] = await tx.q
    .select()
    .from(ruleRuns)
    .where(
      and(
        eq(ruleRuns.workspaceId, tx.workspaceId),
        eq(ruleRuns.conversationId, conversationId),
        eq(ruleRuns.ruleId, ruleId),
        sql`${ruleRuns.results}::text like ${`%${actionId}%`}`,
      ),
    )
    .orderBy(desc(ruleRuns.id))
    .limit(1)
    .for("no key update");
  return row;
}
