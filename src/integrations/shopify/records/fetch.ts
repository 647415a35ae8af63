import type { OrderRecord, ProductRecord, RecordKind, ShopRecord } from "../../contract.ts";
import { checkoutsDocument, draftOrdersDocument } from "../documents-baskets.ts";
import { customersDocument } from "../documents-customers.ts";
import { discountCodesDocument } from "../documents-discounts.ts";
import { orderLinesDocument, ordersOfDocument } from "../documents-order-parts.ts";
import { ordersDocument } from "../documents-orders.ts";
import { productsDocument, productVariantsDocument } from "../documents-products.ts";
import { type Ask, nodesById, restOf } from "./ask.ts";
import { isCut, type OrderSizes, orderRecord } from "./order.ts";
import { checkoutRecord, customerRecord, discountCodeRecord, draftOrderRecord, productRecord } from "./others.ts";
import { idOf, type Json, nodes, object } from "./parse.ts";

/** For many orders at once, and for one that has more than that. Each costs less than the 1,000 points of a question. */
export const smallOrder: OrderSizes = { lines: 16, parts: 4, partLines: 9 };
const largeOrder: OrderSizes = { lines: 250, parts: 25, partLines: 50 };
const variantsAtOnce = 50;

/** Whole records by id; those the shop does not have are left out. */
export async function recordsById(
  ask: Ask,
  shop: string,
  kind: RecordKind,
  ids: readonly string[],
): Promise<ShopRecord[]> {
  const wanted = [...new Set(ids)];
  const simple = simpleKinds[kind];
  if (simple) {
    const found = await nodesById(ask, simple.document, wanted);
    return [...found.values()].flatMap((node) => simple.read(node, shop) ?? []);
  }
  const whole = kind === "order" ? wholeOrder : wholeProduct;
  const [document, sizes] =
    kind === "order" ? [ordersDocument, { ...smallOrder }] : [productsDocument, { variants: variantsAtOnce }];
  const found = await nodesById(ask, document, wanted, sizes);
  const records: ShopRecord[] = [];
  for (const node of found.values()) {
    const record = await whole(ask, shop, node);
    if (record) records.push(record);
  }
  return records;
}

const simpleKinds: Partial<
  Record<RecordKind, { document: string; read(node: Json, shop: string): ShopRecord | null }>
> = {
  customer: { document: customersDocument, read: customerRecord },
  checkout: { document: checkoutsDocument, read: checkoutRecord },
  draft_order: { document: draftOrdersDocument, read: draftOrderRecord },
  discount_code: { document: discountCodesDocument, read: discountCodeRecord },
};

/** An order that came with small lists, with all there is in them. */
export async function wholeOrder(ask: Ask, shop: string, small: Json): Promise<OrderRecord | null> {
  const id = String(small.id);
  const node = isCut(small, smallOrder)
    ? ((await nodesById(ask, ordersDocument, [id], { ...largeOrder })).get(id) ?? small)
    : small;
  const more = await restOf(ask, {
    ...{ document: orderLinesDocument, id, first: node.lineItems, sizes: { lines: largeOrder.lines } },
    read: (answer) => object(answer.order).lineItems,
  });
  return orderRecord(node, shop, [...nodes(node.lineItems), ...more]);
}

async function wholeProduct(ask: Ask, shop: string, node: Json): Promise<ProductRecord | null> {
  const more = await restOf(ask, {
    ...{ document: productVariantsDocument, id: String(node.id), first: node.variants, sizes: { variants: 250 } },
    read: (answer) => object(answer.product).variants,
  });
  return productRecord(node, shop, [...nodes(node.variants), ...more]);
}

const isOrderId = (id: string) => id.startsWith("gid://shopify/Order/");

/** The orders that are meant: some are named by what hangs on them. @returns the order of each id that has one. */
export async function ordersMeant(ask: Ask, ids: readonly string[]): Promise<Map<string, string>> {
  const meant = new Map(ids.filter(isOrderId).map((id) => [id, id]));
  const others = ids.filter((id) => !isOrderId(id));
  if (others.length === 0) return meant;
  for (const [id, node] of await nodesById(ask, ordersOfDocument, others)) {
    const orderId = idOf(node.order);
    if (orderId !== null) meant.set(id, orderId);
  }
  return meant;
}
