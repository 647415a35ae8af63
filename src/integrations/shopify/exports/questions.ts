import type { RecordKind } from "../../contract-shop.ts";
import { checkoutsDocument, draftOrdersDocument } from "../documents-baskets.ts";
import { customersDocument } from "../documents-customers.ts";
import { discountCodesDocument } from "../documents-discounts.ts";
import { ordersDocument } from "../documents-orders.ts";
import { productsDocument } from "../documents-products.ts";
import type { Shape } from "./assemble.ts";
import { bulkDocument } from "./bulk-document.ts";

interface Kind {
  document: string;
  type: string;
  root: string;
  without: readonly string[];
  /** The order in which the file has them, and the field of a record by which a next file goes on behind it. */
  sortKey: string;
  time: string;
  /** That field in the shop's search. */
  searched: string;
  parts: Shape["parts"];
}

/**
 * How everything of a kind is asked for. A file has no lists inside lists: what carriers said, which lines a parcel or
 * a refund was about; nor more than five lists.
 */
const kinds: Readonly<Record<RecordKind, Kind>> = {
  customer: {
    ...{ document: customersDocument, type: "Customer", root: "customers", without: [] },
    ...{ sortKey: "CREATED_AT", time: "createdAt", searched: "customer_date" },
    parts: { MailingAddress: ["addressesV2"] },
  },
  order: {
    ...{ document: ordersDocument, type: "Order", root: "orders" },
    without: [
      ...["discountApplications", "fulfillments.events", "fulfillments.fulfillmentLineItems"],
      "refunds.refundLineItems",
    ],
    ...{ sortKey: "CREATED_AT", time: "createdAt", searched: "created_at" },
    parts: {
      LineItem: ["lineItems"],
      ShippingLine: ["shippingLines"],
      Return: ["returns"],
      ReturnLineItem: ["returnLineItems"],
      UnverifiedReturnLineItem: ["returnLineItems"],
    },
  },
  product: {
    ...{ document: productsDocument, type: "Product", root: "products", without: ["variants.nodes.media"] },
    ...{ sortKey: "CREATED_AT", time: "createdAt", searched: "created_at" },
    parts: { ProductVariant: ["variants"] },
  },
  checkout: {
    ...{ document: checkoutsDocument, type: "AbandonedCheckout", root: "abandonedCheckouts", without: [] },
    ...{ sortKey: "CREATED_AT", time: "createdAt", searched: "created_at" },
    parts: { AbandonedCheckoutLineItem: ["lineItems"] },
  },
  draft_order: {
    ...{ document: draftOrdersDocument, type: "DraftOrder", root: "draftOrders", without: [] },
    ...{ sortKey: "UPDATED_AT", time: "updatedAt", searched: "updated_at" },
    parts: { DraftOrderLineItem: ["lineItems"] },
  },
  discount_code: {
    ...{ document: discountCodesDocument, type: "DiscountCodeNode", root: "codeDiscountNodes", without: [] },
    ...{ sortKey: "CREATED_AT", time: "createdAt", searched: "created_at" },
    parts: { DiscountRedeemCode: ["codeDiscount", "codes"] },
  },
};

/** The query whose answers make the file; only what was made at or after `since`. */
export function questionFor(kind: RecordKind, since: Date | null): string {
  const { document, type, root, without, sortKey, searched, time } = kinds[kind];
  const query = since && `${searched}:>='${since.toISOString()}'`;
  const also = kind === "discount_code" ? ["id"] : ["id", time];
  return bulkDocument({ document, type, root, without, also, args: { sortKey, query } });
}

export function shapeOf(kind: RecordKind): Shape {
  const { type, parts } = kinds[kind];
  return { root: type, parts };
}

/** When a record of the file was made, as far as the file is in that order. */
export function madeAt(kind: RecordKind, node: Record<string, unknown>): Date | null {
  const at = node[kinds[kind].time];
  return typeof at === "string" && !Number.isNaN(Date.parse(at)) ? new Date(at) : null;
}
