import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { OrderChange } from "../../contract-actions.ts";
import {
  orderEditAddItemDocument,
  orderEditAddVariantDocument,
  orderEditBeginDocument,
  orderEditSetQuantityDocument,
} from "../documents-edit-actions.ts";
import { type Amounts, moneyBag, moneyInput } from "./amounts.ts";
import { change, tailOf } from "./ask.ts";

const calculatedOrder = z.object({ id: z.string(), totalPriceSet: moneyBag, totalOutstandingSet: moneyBag });
const stagedAnswer = z.object({
  calculatedOrder,
  calculatedLineItem: z
    .object({ title: z.string(), variantTitle: z.string().nullish(), discountedUnitPriceSet: moneyBag })
    .nullish(),
});
type CalculatedOrder = z.infer<typeof calculatedOrder>;

/** The order as it would be. */
export interface Staged {
  total: Amounts;
  outstanding: Amounts;
  /** By the index of the change that adds it. */
  added: Map<number, { name: string; price: Amounts }>;
}

/** Opens a session; one that is not committed changes nothing and goes away by itself. */
export async function begin(shop: Connection, orderId: string): Promise<CalculatedOrder> {
  return (await change(shop, orderEditBeginDocument, { id: orderId }, z.object({ calculatedOrder }))).calculatedOrder;
}

export async function stage(
  shop: Connection,
  session: CalculatedOrder,
  changes: readonly OrderChange[],
): Promise<Staged> {
  let latest = session;
  const added: Staged["added"] = new Map();
  for (const [index, each] of changes.entries()) {
    const { calculatedOrder: now, calculatedLineItem: line } = await stageOne(shop, session.id, each);
    latest = now;
    if (each.change === "add_variant" && line) {
      const name = [line.title, line.variantTitle].filter(Boolean).join(" - ");
      added.set(index, { name, price: line.discountedUnitPriceSet });
    }
  }
  return { total: latest.totalPriceSet, outstanding: latest.totalOutstandingSet, added };
}

function stageOne(shop: Connection, id: string, each: OrderChange) {
  if (each.change === "add_variant") {
    const { variantId, quantity } = each;
    return change(shop, orderEditAddVariantDocument, { id, variantId, quantity }, stagedAnswer);
  }
  if (each.change === "add_item") {
    const { title, quantity, unitPrice } = each;
    return change(shop, orderEditAddItemDocument, { id, title, quantity, price: moneyInput(unitPrice) }, stagedAnswer);
  }
  const { lineId, quantity, restock } = each;
  // A line of the session has the number of the order's line.
  const lineItemId = `gid://shopify/CalculatedLineItem/${tailOf(lineId)}`;
  return change(shop, orderEditSetQuantityDocument, { id, lineItemId, quantity, restock }, stagedAnswer);
}
