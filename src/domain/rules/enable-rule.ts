import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkRule } from "./check-rule.ts";
import { savedBy } from "./create-rule.ts";
import { listenForRules } from "./listen.ts";
import { isRule, lockRule, lockRules } from "./queries.ts";
import { type Rule, rules } from "./tables.ts";

/**
 * Has a rule act from now on, in the name of who says so: she must be allowed what it does. Safe to repeat.
 * @throws NotFound, and as `checkRule` does for what it names that is gone by now.
 */
export async function enableRule(ctx: Context, { ruleId }: { ruleId: string }): Promise<Rule> {
  return change(ctx, ruleId, async (tx, before) => {
    if (before.enabled) return null;
    await checkRule(tx, before);
    tx.emit({ name: "rule.enabled", data: { ruleId } });
    return { enabled: true, ...savedBy(tx), failuresInARow: 0, attention: null };
  });
}

/** Lets a rule rest; what it did stays. Safe to repeat. @throws NotFound */
export async function disableRule(ctx: Context, { ruleId }: { ruleId: string }): Promise<Rule> {
  return change(ctx, ruleId, async (tx, { enabled }) => {
    if (!enabled) return null;
    tx.emit({ name: "rule.disabled", data: { ruleId } });
    return { enabled: false };
  });
}

/** Takes a rule away; its runs can be read for as long as any. Safe to repeat in that a second time finds none. @throws NotFound */
export async function archiveRule(ctx: Context, { ruleId }: { ruleId: string }): Promise<void> {
  await change(ctx, ruleId, async (tx) => {
    tx.emit({ name: "rule.archived", data: { ruleId } });
    return { archivedAt: now(), enabled: false };
  });
}

async function change(
  ctx: Context,
  ruleId: string,
  decide: (tx: TxContext, before: Rule) => Promise<Partial<Rule> | null>,
): Promise<Rule> {
  allow(ctx, "rules:manage");
  return inTransaction(ctx, async (tx) => {
    await lockRules(tx);
    const before = await lockRule(tx, ruleId);
    const set = await decide(tx, before);
    if (!set) return before;
    const [row] = await tx.q
      .update(rules)
      .set({ ...set, updatedAt: now() })
      .where(isRule(tx, ruleId))
      .returning();
    await listenForRules(tx);
    return row!;
  });
}
