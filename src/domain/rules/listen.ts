import { and, eq, isNull } from "drizzle-orm";
import { listenTo, type TxContext } from "../events/index.ts";
import { eventsFor } from "./decisions.ts";
import { rules } from "./tables.ts";

/**
 * Has exactly those events brought to the rules that some rule in use waits for: a workspace without rules pays nothing
 * for them. The last thing a verb does, under the lock of `lockRules`.
 */
export async function listenForRules(tx: TxContext): Promise<void> {
  const used = await tx.q
    .select({ trigger: rules.trigger, steps: rules.steps })
    .from(rules)
    .where(and(eq(rules.workspaceId, tx.workspaceId), eq(rules.enabled, true), isNull(rules.archivedAt)));
  const events = eventsFor(used.map(({ trigger }) => trigger));
  const asksShops = used.some(({ steps }) => steps.some(({ type }) => type === "shop_action"));
  await listenTo(tx, { queue: "rules", events: asksShops ? [...events, "action.refused", "action.failed"] : events });
}
