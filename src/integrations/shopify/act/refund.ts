import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { ActionAttempt } from "../../contract-actions.ts";
import { orderRefundsDocument, refundCreateDocument } from "../documents-refund-actions.ts";
import { moneyBag, same, spoken } from "./amounts.ts";
import { afterwards, ask, change } from "./ask.ts";
import type { Done, Performer } from "./performer.ts";
import { done, isMarked, marked } from "./previews.ts";
import { planRefund, refundInput } from "./refund-plan.ts";
import { Refused } from "./refused.ts";

const noteLength = 5000;

/**
 * Money back, exactly once: Shopify runs a key once, and the refund's note holds the key, so that a lost answer is
 * found among the order's refunds. What was previewed is what is sent, in every attempt alike.
 */
export const refund: Performer<"order.refund"> = {
  preview: planRefund,

  async execute(shop, attempt) {
    const earlier = await find(shop, attempt);
    if (earlier) return earlier;
    const { key, action, preview } = attempt;
    if (preview.refusal) throw new Refused(preview.refusal);
    const input = {
      ...refundInput.parse(JSON.parse(preview.memo ?? "{}")),
      note: marked(action.note, key, noteLength),
    };
    await change(shop, refundCreateDocument, { input, key }, z.object({ refund: z.object({ id: z.string() }) }));
    return afterwards(() => find(shop, attempt));
  },

  readBack: find,
};

const refunds = z.object({
  order: z
    .object({
      refunds: z.array(z.object({ id: z.string(), note: z.string().nullish(), totalRefundedSet: moneyBag })),
    })
    .nullish(),
});

async function find(
  shop: Connection,
  { key, action, preview }: Pick<ActionAttempt, "key" | "preview"> & { action: { orderId: string } },
): Promise<Done | null> {
  const { order } = await ask(shop, orderRefundsDocument, { id: action.orderId }, refunds);
  const found = order?.refunds.find(({ note }) => isMarked(note, key));
  if (!found) return null;
  const { shop: cost, customer: given } = found.totalRefundedSet;
  return done({
    externalId: found.id,
    cost,
    discrepancy: same(given, preview.customerCost)
      ? null
      : `Shopify gave back ${spoken(given)}, not ${spoken(preview.customerCost)}`,
    shown: { amount: spoken(given), ...(preview.facts.orderName ? { orderName: preview.facts.orderName } : {}) },
  });
}
