import { now } from "../../platform/clock.ts";
import type { TxContext } from "../events/index.ts";
import { failuresForAttention, type StepResult } from "./decisions.ts";
import { isRule } from "./queries.ts";
import { type Rule, rules } from "./tables.ts";

/**
 * Counts failures in a row; after some of them the rule says that somebody has to look. A rule that goes well is not
 * written to at all.
 *
 * @param ended of those that ran: what failed, or null.
 */
export async function keepStanding(
  tx: TxContext,
  ran: readonly Rule[],
  ended: ReadonlyMap<string, StepResult | null>,
): Promise<void> {
  // In one order, so that two conversations cannot wait for each other.
  for (const rule of ran.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const problem = ended.get(rule.id);
    if (problem === undefined) continue;
    if (problem) await countFailure(tx, rule.id, problem);
    else if (rule.failuresInARow > 0) {
      await tx.q.update(rules).set({ failuresInARow: 0, attention: null }).where(isRule(tx, rule.id));
    }
  }
}

async function countFailure(tx: TxContext, ruleId: string, { reason = "failed", message = reason }: StepResult) {
  const [row] = await tx.q
    .select({ failures: rules.failuresInARow, attention: rules.attention })
    .from(rules)
    .where(isRule(tx, ruleId))
    .for("no key update");
  const failuresInARow = (row?.failures ?? 0) + 1;
  const isNew = failuresInARow >= failuresForAttention && row?.attention === null;
  const attention = { reason, message, at: now().toISOString() };
  await tx.q
    .update(rules)
    .set({ failuresInARow, ...(isNew && { attention }) })
    .where(isRule(tx, ruleId));
  if (isNew) tx.emit({ name: "rule.needed_attention", data: { ruleId, reason } });
}
