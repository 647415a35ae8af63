import { and, count, eq, isNull, max } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkRule, type RuleWording } from "./check-rule.ts";
import { mostRules } from "./decisions.ts";
import { listenForRules } from "./listen.ts";
import { lockRules } from "./queries.ts";
import { type Rule, rules } from "./tables.ts";

/**
 * Has something done by itself from now on, behind the rules there are.
 * @throws as `checkRule` does; AppError("conflict") when there are too many ("too_many_rules").
 */
export async function createRule(
  ctx: Context,
  { enabled, ...wording }: RuleWording & { enabled: boolean },
): Promise<Rule> {
  allow(ctx, "rules:manage");
  const checked = await checkRule(ctx, wording);
  return inTransaction(ctx, async (tx) => {
    await lockRules(tx);
    const position = await nextPosition(tx);
    const made = { workspaceId: tx.workspaceId, id: newId(), ...checked, enabled, position, ...savedBy(tx) };
    const [row] = await tx.q.insert(rules).values(made).returning();
    tx.emit({ name: "rule.created", data: { ruleId: made.id } });
    await listenForRules(tx);
    return row!;
  });
}

/** In whose name it acts, and with what she is allowed now. */
export function savedBy({ actor, permissions }: Context): Pick<Rule, "savedBy" | "granted"> {
  return { savedBy: actor, granted: permissions === "all" ? null : [...permissions] };
}

async function nextPosition(tx: TxContext): Promise<number> {
  const [row] = await tx.q
    .select({ rules: count(), last: max(rules.position) })
    .from(rules)
    .where(and(eq(rules.workspaceId, tx.workspaceId), isNull(rules.archivedAt)));
  if (row!.rules < mostRules) return (row!.last ?? 0) + 1;
  throw new AppError("conflict", `There are at most ${mostRules} rules: archive one first`, {
    details: { reason: "too_many_rules", limit: mostRules },
  });
}
