import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { currentPolicy, holdBudgets } from "./budgets.ts";
import type { PolicyRule } from "./policy.ts";
import { refusal } from "./rules.ts";
import { actionPolicies } from "./tables.ts";

/** The rules that count now; version 0 is the product's own. */
export async function getPolicy(ctx: Context) {
  allow(ctx, "actions:read");
  return currentPolicy(ctx);
}

/**
 * Sets what whom is allowed in the workspace's shops, from the next decision on. Every version is kept.
 * @param version the one these rules were made from. @throws AppError("conflict") with `details.reason` "outdated".
 */
export async function savePolicy(
  ctx: Context,
  { version, rules }: { version: number; rules: PolicyRule[] },
): Promise<{ version: number; rules: readonly PolicyRule[] }> {
  allow(ctx, "actions:manage");
  return inTransaction(ctx, async (tx) => {
    await holdBudgets(tx);
    const before = await currentPolicy(tx);
    if (before.version !== version) {
      throw refusal("outdated", "Somebody else changed the policy: look at it again", { version: before.version });
    }
    const next = version + 1;
    await tx.q
      .insert(actionPolicies)
      .values({ workspaceId: tx.workspaceId, id: newId(), version: next, rules, createdBy: tx.actor });
    tx.emit({ name: "action_policy.changed", data: { from: String(version), to: String(next) } });
    return { version: next, rules };
  });
}
