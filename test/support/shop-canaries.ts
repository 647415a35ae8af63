import { noteStale, saveLookup, saveRecords } from "../../src/domain/commerce/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { aCustomerRecord, aLine, anOrderRecord, aParcel, someDetails } from "./shop-records.ts";
import { aStockRequest } from "./stock-request.ts";

/** How canaries are made; each plants one in the column it names. */
export interface Planting {
  planted: Map<string, string>;
  word(column: string): string;
  number(column: string, base: number): number;
  date(column: string): string;
}

/** What a shop says of a customer, with a canary in every column of it. */
export async function plantInShop(
  ctx: Context,
  { customerId, conversationId, connectionId }: Record<"customerId" | "conversationId" | "connectionId", string>,
  { planted, word, number, date }: Planting,
): Promise<void> {
  const at = (column: string) => new Date(`${date(column)}T12:00:00Z`);
  const email = (column: string) => `${word(column)}@mail.example`;
  const also = (column: string, of: string) => planted.set(column, planted.get(of)!);
  const externalId = `gid://shopify/Customer/${number("shop_customers.external_id", 610_000_000)}`;
  also("shop_lookups.external_id", "shop_customers.external_id");
  for (const table of ["orders", "checkouts", "draft_orders"])
    also(`${table}.customer_external_id`, "shop_customers.external_id");
  const amounts = (table: string) => ({
    currency: word(`${table}.currency`),
    totalMinor: number(`${table}.total_minor`, 910_000_000),
    presentmentCurrency: word(`${table}.presentment_currency`),
    presentmentTotalMinor: number(`${table}.presentment_total_minor`, 920_000_000),
  });
  const whose = (table: string) => ({
    customerExternalId: externalId,
    email: email(`${table}.email`),
    phone: `+${number(`${table}.phone`, 520_000_000)}`,
  });
  const order = anOrderRecord({
    externalId: `gid://shopify/Order/${number("orders.external_id", 810_000_000)}`,
    ...{ ...whose("orders"), ...amounts("orders"), name: word("orders.name"), placedAt: at("orders.placed_at") },
    ...{ financialStatus: word("orders.financial_status"), fulfillmentStatus: word("orders.fulfillment_status") },
    ...{ returnStatus: word("orders.return_status"), tags: [word("orders.tags")] },
    ...{ cancelledAt: at("orders.cancelled_at"), closedAt: at("orders.closed_at") },
    lines: [aLine({ title: word("orders.lines") })],
    fulfillments: [aParcel({ status: word("orders.fulfillments") })],
    details: someDetails({ note: word("orders.details") }),
    adminUrl: `https://shop.example/${word("orders.admin_url")}`,
  });
  also("orders.name_key", "orders.name");
  const customer = aCustomerRecord({
    ...{ externalId, name: word("shop_customers.name"), email: email("shop_customers.email") },
    ...{ phone: `+${number("shop_customers.phone", 510_000_000)}`, tags: [word("shop_customers.tags")] },
    ...{ orderCount: number("shop_customers.order_count", 710_000_000), note: word("shop_customers.details") },
    ...{ spentMinor: number("shop_customers.spent_minor", 720_000_000), currency: word("shop_customers.currency") },
    adminUrl: `https://shop.example/${word("shop_customers.admin_url")}`,
  });
  const reason = word("shop_lookups.reason");
  await saveLookup(ctx, { customerId, connectionId, reason, record: { customer, orders: [order] } });
  const replacedBy = `gid://shopify/Customer/${number("stale_records.replaced_by", 840_000_000)}`;
  also("stale_records.external_id", "shop_customers.external_id");
  const stale = { workspaceId: ctx.workspaceId, connectionId, kind: "customer", externalId, replacedBy } as const;
  await inWorkspaces(ctx.db.app, [ctx.workspaceId], (tx) => noteStale(tx, [stale]));
  const { externalId: _, ...line } = aLine();
  const basket = (table: string) => [{ ...line, externalId: "1", title: word(`${table}.lines`) }];
  const updatedAt = new Date();
  await saveRecords(ctx, {
    connectionId,
    records: [
      {
        ...{ kind: "checkout", updatedAt, ...whose("checkouts"), ...amounts("checkouts") },
        externalId: `gid://shopify/AbandonedCheckout/${number("checkouts.external_id", 820_000_000)}`,
        ...{ name: word("checkouts.name"), startedAt: at("checkouts.started_at") },
        ...{ completedAt: at("checkouts.completed_at"), lines: basket("checkouts") },
        discountCodes: [word("checkouts.discount_codes")],
        recoveryUrl: `https://shop.example/${word("checkouts.recovery_url")}`,
      },
      {
        ...{ kind: "draft_order", updatedAt, ...whose("draft_orders"), ...amounts("draft_orders") },
        externalId: `gid://shopify/DraftOrder/${number("draft_orders.external_id", 830_000_000)}`,
        ...{ name: word("draft_orders.name"), status: word("draft_orders.status"), note: word("draft_orders.note") },
        ...{ draftedAt: at("draft_orders.drafted_at"), completedAt: at("draft_orders.completed_at") },
        ...{ lines: basket("draft_orders"), tags: [word("draft_orders.tags")] },
        invoiceUrl: `https://shop.example/${word("draft_orders.invoice_url")}`,
        invoiceSentAt: at("draft_orders.invoice_sent_at"),
        orderExternalId: word("draft_orders.order_external_id"),
        adminUrl: `https://shop.example/${word("draft_orders.admin_url")}`,
      },
    ],
  });
  await aStockRequest(ctx, { customerId, conversationId, connectionId }, word("stock_requests.title"));
}
