import { randomUUID } from "node:crypto";
import { saveRecords } from "../../src/domain/commerce/index.ts";
import { askWhenBack } from "../../src/domain/stock-requests/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { aProductRecord } from "./shop-records.ts";

/** Of the world. */
export const soldOutVariant = "gid://shopify/ProductVariant/900";

/** She wants to know when these goods are back; the shop calls them otherwise by now. */
export async function aStockRequest(
  ctx: Context,
  at: { customerId: string; conversationId: string; connectionId: string },
  title: string,
  variantId: string = randomUUID(),
): Promise<string> {
  const { connectionId } = at;
  const product = aProductRecord(["Default Title"]);
  const variants = product.variants.map((one) => ({ ...one, externalId: variantId, available: false, inventory: 0 }));
  const soldOut = { ...product, externalId: randomUUID(), title, variants, updatedAt: new Date() };
  await saveRecords(ctx, { connectionId, records: [soldOut] });
  const { id } = await askWhenBack(ctx, { ...at, variantId });
  await saveRecords(ctx, { connectionId, records: [{ ...soldOut, title: "Fjord" }] });
  return id;
}
