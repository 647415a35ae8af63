import type { RecordKind, ShopRecord } from "./records.ts";
import { emailKey, isOpenReturn, orderNameKey, phoneKey } from "./rules.ts";

/** Where the records of a kind stand: the columns besides those that all have, with their types, and how one is filled. */
export interface Shelf {
  table: string;
  /** Written out, so that whoever looks for writes to a table finds them. */
  insert: string;
  columns: Record<string, string>;
  /** SQL for whose of ours `t`, a row of these columns, is; absent: nobody's. */
  customer?: string;
  row(record: ShopRecord): Record<string, unknown>;
}

/** The record is of the shelf's kind: `shelves` is asked by it. */
const shelf = <K extends RecordKind>(
  definition: Omit<Shelf, "row"> & { row(record: Extract<ShopRecord, { kind: K }>): Record<string, unknown> },
): Shelf => definition as Shelf;

const amounts = {
  currency: "text",
  total_minor: "bigint",
  presentment_currency: "text",
  presentment_total_minor: "bigint",
};
const amountsOf = (one: {
  currency: string;
  totalMinor: number;
  presentmentCurrency: string;
  presentmentTotalMinor: number;
}) => ({
  currency: one.currency,
  total_minor: one.totalMinor,
  presentment_currency: one.presentmentCurrency,
  presentment_total_minor: one.presentmentTotalMinor,
});
const whose = { customer_external_id: "text", email: "text", phone: "text" };
const whoseOf = (one: { customerExternalId: string | null; email: string | null; phone: string | null }) => ({
  customer_external_id: one.customerExternalId,
  email: emailKey(one.email),
  phone: phoneKey(one.phone),
});

const byIdentity = (kind: string, value: string) => `(select customer_id from identities i
  where i.workspace_id = $1 and i.kind = '${kind}' and i.value = ${value} limit 1)`;
const byAddress = `${byIdentity("email", "t.email")}, ${byIdentity("phone", "t.phone")}`;

export const shelves: Readonly<Record<RecordKind, Shelf>> = {
  customer: shelf<"customer">({
    table: "shop_customers",
    insert: "insert into shop_customers as k",
    columns: {
      ...{ name: "text", email: "text", phone: "text", order_count: "int", spent_minor: "bigint", currency: "text" },
      ...{ tags: "text[]", details: "json", admin_url: "text" },
    },
    customer: `coalesce(${byIdentity("shopify", "t.external_id")}, ${byAddress})`,
    row: (one) => ({
      ...{ name: one.name, email: emailKey(one.email), phone: phoneKey(one.phone), order_count: one.orderCount },
      ...{ spent_minor: one.spentMinor, currency: one.currency, tags: one.tags, admin_url: one.adminUrl },
      details: {
        ...{ note: one.note, locale: one.locale, accountState: one.accountState, verifiedEmail: one.verifiedEmail },
        ...{ addresses: one.addresses, since: one.since },
        ...(one.marketing && one.marketing.length > 0 && { marketing: one.marketing }),
      },
    }),
  }),
  order: shelf<"order">({
    table: "orders",
    insert: "insert into orders as k",
    columns: {
      ...{ ...whose, name: "text", name_key: "text", placed_at: "timestamptz", ...amounts },
      ...{ financial_status: "text", fulfillment_status: "text", return_status: "text", has_open_return: "boolean" },
      ...{ cancelled_at: "timestamptz", closed_at: "timestamptz", tags: "text[]", lines: "json", fulfillments: "json" },
      ...{ details: "json", admin_url: "text" },
    },
    customer: `coalesce((select customer_id from shop_customers s where s.workspace_id = $1 and s.connection_id = $2
      and s.external_id = t.customer_external_id limit 1), ${byAddress})`,
    row: (one) => ({
      ...{ ...whoseOf(one), name: one.name, name_key: orderNameKey(one.name), placed_at: one.placedAt },
      ...{ ...amountsOf(one), financial_status: one.financialStatus, fulfillment_status: one.fulfillmentStatus },
      ...{ return_status: one.returnStatus, has_open_return: one.details.returns.some(isOpenReturn) },
      ...{ cancelled_at: one.cancelledAt, closed_at: one.closedAt, tags: one.tags, lines: one.lines },
      ...{ fulfillments: one.fulfillments, details: one.details, admin_url: one.adminUrl },
    }),
  }),
  product: shelf<"product">({
    table: "products",
    insert: "insert into products as k",
    columns: {
      ...{ title: "text", handle: "text", status: "text", vendor: "text", product_type: "text", tags: "text[]" },
      ...{ description: "text", options: "json", currency: "text", image_url: "text", url: "text" },
      ...{ total_inventory: "int", admin_url: "text" },
    },
    row: (one) => ({
      ...{ title: one.title, handle: one.handle, status: one.status, vendor: one.vendor, tags: one.tags },
      ...{ product_type: one.productType, description: one.description, options: one.options, currency: one.currency },
      ...{ image_url: one.imageUrl, url: one.url, total_inventory: one.totalInventory, admin_url: one.adminUrl },
    }),
  }),
  checkout: shelf<"checkout">({
    table: "checkouts",
    insert: "insert into checkouts as k",
    columns: {
      ...{ ...whose, name: "text", started_at: "timestamptz", completed_at: "timestamptz", ...amounts, lines: "json" },
      ...{ discount_codes: "text[]", recovery_url: "text" },
    },
    row: (one) => ({
      ...{ ...whoseOf(one), name: one.name, started_at: one.startedAt, completed_at: one.completedAt },
      ...{ ...amountsOf(one), lines: one.lines, discount_codes: one.discountCodes, recovery_url: one.recoveryUrl },
    }),
  }),
  draft_order: shelf<"draft_order">({
    table: "draft_orders",
    insert: "insert into draft_orders as k",
    columns: {
      ...{ ...whose, name: "text", status: "text", drafted_at: "timestamptz", completed_at: "timestamptz", ...amounts },
      ...{ lines: "json", tags: "text[]", note: "text", invoice_url: "text", invoice_sent_at: "timestamptz" },
      ...{ order_external_id: "text", admin_url: "text" },
    },
    row: (one) => ({
      ...{ ...whoseOf(one), name: one.name, status: one.status, drafted_at: one.draftedAt },
      ...{ completed_at: one.completedAt, ...amountsOf(one), lines: one.lines, tags: one.tags, note: one.note },
      ...{ invoice_url: one.invoiceUrl, invoice_sent_at: one.invoiceSentAt, order_external_id: one.orderExternalId },
      admin_url: one.adminUrl,
    }),
  }),
  discount_code: shelf<"discount_code">({
    table: "discount_codes",
    insert: "insert into discount_codes as k",
    columns: {
      ...{ title: "text", codes: "text[]", code_count: "int", status: "text", summary: "text", usage_limit: "int" },
      ...{ starts_at: "timestamptz", ends_at: "timestamptz", usage_count: "int", once_per_customer: "boolean" },
    },
    row: (one) => ({
      ...{ title: one.title, codes: one.codes, code_count: one.codeCount, status: one.status, summary: one.summary },
      ...{ usage_limit: one.usageLimit, starts_at: one.startsAt, ends_at: one.endsAt, usage_count: one.usageCount },
      once_per_customer: one.oncePerCustomer,
    }),
  }),
};
