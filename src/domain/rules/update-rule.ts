import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkRule, type RuleWording } from "./check-rule.ts";
import { savedBy } from "./create-rule.ts";
import { listenForRules } from "./listen.ts";
import { getRule, isRule, lockRule, lockRules } from "./queries.ts";
import { type Rule, rules } from "./tables.ts";

export type RuleChange = Partial<RuleWording> & {
  ruleId: string;
  /** The version the author has seen; refused when there is a newer one. Absent: whatever is there is replaced. */
  version?: number;
};

/**
 * Changes what is named and leaves the rest. Whoever saves it must be allowed all of it, as it acts in her name from now
 * on; what it failed at before is forgotten. Safe to repeat: without a difference nothing happens.
 *
 * @throws NotFound, and as `checkRule` does; AppError("conflict") when somebody changed it meanwhile ("changed_meanwhile").
 */
export async function updateRule(ctx: Context, { ruleId, version, ...change }: RuleChange): Promise<Rule> {
  allow(ctx, "rules:manage");
  const seen = await getRule(ctx, ruleId);
  const checked = await checkRule(ctx, { ...seen, ...change });
  return inTransaction(ctx, async (tx) => {
    await lockRules(tx);
    const before = await lockRule(tx, ruleId);
    if (before.version !== (version ?? seen.version)) {
      throw new AppError("conflict", "Somebody changed this rule meanwhile: look again", {
        details: { reason: "changed_meanwhile", version: before.version },
      });
    }
    if (isSame(before, checked)) return before;
    const [row] = await tx.q
      .update(rules)
      .set({
        ...{ ...checked, ...savedBy(tx), version: before.version + 1, updatedAt: now() },
        ...{ failuresInARow: 0, attention: null },
      })
      .where(isRule(tx, ruleId))
      .returning();
    tx.emit({ name: "rule.updated", data: { ruleId } });
    await listenForRules(tx);
    return row!;
  });
}

function isSame(before: Rule, { name, trigger, filter, words, steps }: Pick<Rule, keyof RuleWording>): boolean {
  const said = (rule: Pick<Rule, keyof RuleWording>) =>
    JSON.stringify([rule.name, rule.trigger, rule.filter, rule.words, rule.steps]);
  return said(before) === said({ name, trigger, filter, words, steps });
}
