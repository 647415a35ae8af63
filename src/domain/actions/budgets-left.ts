import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { getCustomer } from "../customers/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { countingAll, currentPolicy, sumOf } from "./budgets.ts";
import type { ActionKind } from "./instruction.ts";
import type { PolicyRule } from "./policy.ts";
import { getOrderAt, namesOf } from "./queries.ts";
import { actorKeyOf } from "./rules.ts";

/** How much of what a rule lets through is left. */
export interface BudgetLeft extends NonNullable<PolicyRule["when"]["spentOver"]> {
  code: string;
  kinds: ActionKind[] | null;
  /** What comes of more. */
  verdict: PolicyRule["verdict"];
  spentMinor: number;
  leftMinor: number;
}

/**
 * What the caller can still give away before a rule about sums stops her or asks somebody.
 *
 * @param about those of a customer or an order are told of where she or it is named.
 * @throws NotFound
 */
export async function budgetsLeft(
  ctx: Context,
  about: { currency: string; customerId?: string; orderId?: string },
): Promise<BudgetLeft[]> {
  allow(ctx, "actions:read");
  const { currency, orderId = null } = about;
  return inTransaction(ctx, async (tx) => {
    const order = orderId === null ? null : await getOrderAt(tx, orderId);
    const customer = about.customerId === undefined ? null : await getCustomer(tx, about.customerId);
    const counted = {
      ...{ actorKey: actorKeyOf(tx.actor), currency, orderId, customerId: customer?.id ?? order?.customerId ?? null },
    };
    const by = await namesOf(tx, tx.actor);
    const { rules } = await currentPolicy(tx);
    return countingAll(tx, async () => {
      const left: BudgetLeft[] = [];
      for (const { code, verdict, when } of rules) {
        const { spentOver, kinds } = when;
        if (!spentOver || (when.by && !when.by.some((name) => by.includes(name)))) continue;
        if (spentOver.per === "order" && counted.orderId === null) continue;
        if (spentOver.per === "customer" && counted.customerId === null) continue;
        const { minor: spentMinor } = await sumOf(tx, spentOver, kinds, counted, now());
        const leftMinor = Math.max(0, spentOver.minor - spentMinor);
        left.push({ ...spentOver, code, verdict, kinds: kinds ?? null, spentMinor, leftMinor });
      }
      return left;
    });
  });
}
