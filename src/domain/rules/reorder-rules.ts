import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isRule, listRules, lockRules } from "./queries.ts";
import { type Rule, rules } from "./tables.ts";

/**
 * Puts all rules into an order: each of them is named, once. Safe to repeat.
 * @throws AppError("conflict") when one is missing or named twice (`details.reason` "changed_meanwhile"); NotFound for
 *   one that is not there.
 */
export async function reorderRules(ctx: Context, { ruleIds }: { ruleIds: readonly string[] }): Promise<Rule[]> {
  allow(ctx, "rules:manage");
  return inTransaction(ctx, async (tx) => {
    await lockRules(tx);
    const before = await listRules(tx);
    const wanted = ruleIds.map((id) => id.toLowerCase());
    const named = new Set(wanted);
    const known = new Set(before.map(({ id }) => id));
    for (const id of named) if (!known.has(id)) throw new NotFound("Rule", id);
    if (named.size !== wanted.length || named.size !== known.size) {
      throw new AppError("conflict", "Name every rule, once: somebody may have made one meanwhile", {
        details: { reason: "changed_meanwhile", ruleIds: before.map(({ id }) => id) },
      });
    }
    const moved = before.filter(({ id }, n) => wanted[n] !== id);
    if (moved.length === 0) return before;
    const places = [...wanted.entries()].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
    for (const [n, id] of places)
      await tx.q
        .update(rules)
        .set({ position: n + 1 })
        .where(isRule(tx, id));
    tx.emit({ name: "rules.reordered", data: { ruleIds: wanted } });
    return listRules(tx);
  });
}
