import type { RecordKind } from "../contract.ts";
import { type Json, object, text } from "./records/parse.ts";

/** What a topic's payload is about; `ids` finds Shopify's ids in it. `reason`: why it is not for us. */
export type Topic =
  | { record: RecordKind; is: "changed" | "deleted"; ids(body: Json): (string | null)[] }
  | { record: RecordKind; is: "replaced"; ids(body: Json): { gone: string | null; kept: string | null } }
  | { reason: string };

const gidPattern = /^gid:\/\/shopify\/(\w+)\/\d+$/;

/** A gid as it is written, or one made of a number; payloads have either, neither, or nonsense. */
function gid(type: string, ...values: unknown[]): string | null {
  const written = values.find((value) => gidPattern.exec(text(value) ?? "")?.[1] === type);
  if (written !== undefined) return text(written);
  const number = values.map(digits).find((value) => value !== null);
  return number === undefined || number === null ? null : `gid://shopify/${type}/${number}`;
}

/** Ids that a number cannot hold exactly come as text, see `read`. */
function digits(value: unknown): string | null {
  if (typeof value === "string") return /^[1-9]\d{0,19}$/.test(value) ? value : null;
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? BigInt(value).toString() : null;
}

const own = (type: string) => (body: Json) => [gid(type, body.admin_graphql_api_id, body.id)];
const changed = (record: RecordKind, ids: (body: Json) => (string | null)[]): Topic => ({ record, is: "changed", ids });
const deleted = (record: RecordKind, type: string): Topic => ({ record, is: "deleted", ids: own(type) });
const not = (reason: string): Topic => ({ reason });

const order = changed("order", own("Order"));
const ofOrder = changed("order", ({ order_id, order: within, admin_graphql_api_order_id }) => [
  gid("Order", admin_graphql_api_order_id, order_id, object(within).admin_graphql_api_id, object(within).id),
]);
/** Payloads of a return name its order or only itself: then the shop is asked whose it is. */
const ofReturn = changed("order", (body) => [
  gid("Order", body.order_id, object(body.order).admin_graphql_api_id, object(body.order).id) ??
    gid("Return", body.admin_graphql_api_id, body.id, object(body.return).admin_graphql_api_id),
]);
const customer = changed("customer", own("Customer"));
const consent = changed("customer", ({ customer_id, id }) => [gid("Customer", customer_id, id)]);
const tagged = changed("customer", ({ customerId }) => [gid("Customer", customerId)]);
const discount = changed("discount_code", (body) => [discountCode(body)]);

/** Automatic discounts have no code and other ids: they are not kept. */
function discountCode({ admin_graphql_api_id: id, admin_graphql_api_discount_id: other }: Json): string | null {
  return gid("DiscountCodeNode", id, other);
}

const others = "It says nothing of a record that is kept";
const aboutApp = "It is about the app, not about a record of the shop";

/** By what stands before the slash where all that comes after it is the same, else by the whole topic. */
const topics: Readonly<Record<string, Topic>> = {
  orders: order,
  "orders/delete": deleted("order", "Order"),
  "orders/edited": changed("order", ({ order_edit }) => [gid("Order", object(order_edit).order_id)]),
  refunds: ofOrder,
  order_transactions: ofOrder,
  fulfillments: ofOrder,
  fulfillment_events: ofOrder,
  disputes: ofOrder,
  returns: ofReturn,
  fulfillment_orders: not("What it changes is told of its order"),
  customers: customer,
  "customers/delete": deleted("customer", "Customer"),
  "customers/merge": {
    record: "customer",
    is: "replaced",
    ids: ({ admin_graphql_api_customer_deleted_id: gone, admin_graphql_api_customer_kept_id: kept }) => ({
      gone: gid("Customer", gone),
      kept: gid("Customer", kept),
    }),
  },
  "customer.tags_added": tagged,
  "customer.tags_removed": tagged,
  customers_email_marketing_consent: consent,
  customers_marketing_consent: consent,
  products: changed("product", own("Product")),
  "products/delete": deleted("product", "Product"),
  checkouts: changed("checkout", ({ id }) => [gid("AbandonedCheckout", id)]),
  "checkouts/delete": { record: "checkout", is: "deleted", ids: ({ id }) => [gid("AbandonedCheckout", id)] },
  draft_orders: changed("draft_order", own("DraftOrder")),
  "draft_orders/delete": deleted("draft_order", "DraftOrder"),
  discounts: discount,
  "discounts/delete": { record: "discount_code", is: "deleted", ids: (body) => [discountCode(body)] },
  app: not(aboutApp),
  app_subscriptions: not(aboutApp),
  app_purchases_one_time: not(aboutApp),
  shop: not(others),
  carts: not("Carts are not kept; a checkout is, once it was left"),
  inventory_levels: not("Stock is read with its product"),
  inventory_items: not("Stock is read with its product"),
  subscription_contracts: not("Subscriptions are not kept; the orders they make are"),
};

/** Null: nobody here knows the topic. */
export function topicOf(topic: string): Topic | null {
  return topics[topic] ?? topics[topic.split("/")[0] ?? ""] ?? null;
}
