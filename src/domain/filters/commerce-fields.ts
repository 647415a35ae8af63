import type { RawSql } from "../../platform/db.ts";
import {
  type Hers,
  type LastOrder,
  lastOrderOf,
  lifetimeValueOf,
  openReturnsOf,
  type Standing,
  shopTagsOf,
} from "../commerce/index.ts";
import type { FieldDefinition, Place } from "./fields.ts";
import { foldedKeyOf, foldedKeySql } from "./folded.ts";
import type { Fragment, Scalar } from "./kinds.ts";
import type { Snapshot } from "./snapshots.ts";

/**
 * What shops know of the conversation's customer, as her page shows it. Each is a question about one customer, answered
 * from an index that begins with the workspace and her: `docs/adr/0010` says why nothing of it is kept beside her.
 */
export const commerceFields: readonly FieldDefinition[] = [
  {
    ...{ name: "customer.order_count", label: "Number of orders", kind: "number", many: false, optional: false },
    group: "orders",
    holds: (place, fits) =>
      fits
        ? fits(place.sql`(select coalesce(sum(orders), 0)::int from (${lifetimeValueOf(hers(place))}) l)`)
        : place.sql`true`,
    held: (row) => [standingOf(row).orderCount],
  },
  {
    ...{ name: "customer.lifetime_value", label: "Lifetime value", kind: "money", many: false, optional: true },
    group: "orders",
    holds: (place) => place.sql`exists (${lifetimeValueOf(hers(place))})`,
    held: (row) => standingOf(row).lifetimeValue.map(({ minor }) => minor),
    inCurrency: (currency) => ({
      holds: (place, fits) => place.sql`exists (
        select 1 from (${lifetimeValueOf(hers(place))}) l
        where l.currency = ${currency} ${fits ? place.sql`and ${fits(place.sql`l.minor`)}` : place.sql``})`,
      held: (row) => standingOf(row).lifetimeValue.flatMap((one) => (one.currency === currency ? one.minor : [])),
    }),
  },
  {
    ...{ name: "customer.has_open_return", label: "Has an open return", kind: "boolean", many: false, optional: false },
    group: "orders",
    holds: (place, fits) => (fits ? fits(place.sql`exists (${openReturnsOf(hers(place))})`) : place.sql`true`),
    held: (row) => [standingOf(row).hasOpenReturn],
  },
  {
    ...{ name: "customer.shop_tags", label: "Tags in the shop", kind: "text", many: true, optional: true },
    ...{ group: "orders", keyOf: foldedKeyOf },
    holds: (place, fits) => {
      const { sql } = place;
      return sql`exists (
        select 1 from (${shopTagsOf(hers(place))}) s ${fits ? sql`where ${fits(foldedKeySql(sql, sql`s.tag`))}` : sql``})`;
    },
    held: (row) => standingOf(row).shopTags.map(foldedKeyOf),
  },
  ofLastOrder(
    { name: "placed_at", label: "Last order: placed", kind: "moment" },
    (sql) => sql`o.placed_at`,
    ({ placedAt }) => placedAt.getTime(),
  ),
  ofLastOrder(
    {
      ...{ name: "financial_status", label: "Last order: payment", kind: "choice" },
      choices: [
        { value: "pending", label: "Payment pending" },
        { value: "authorized", label: "Authorised, not charged yet" },
        { value: "partially_paid", label: "Partly paid" },
        { value: "paid", label: "Paid" },
        { value: "partially_refunded", label: "Partly refunded" },
        { value: "refunded", label: "Refunded" },
        { value: "voided", label: "Payment voided" },
        { value: "expired", label: "Payment expired" },
      ],
    },
    (sql) => sql`o.financial_status`,
    ({ financialStatus }) => financialStatus,
  ),
  ofLastOrder(
    {
      ...{ name: "fulfillment_status", label: "Last order: shipping", kind: "choice" },
      choices: [
        { value: "unfulfilled", label: "Not shipped yet" },
        { value: "partially_fulfilled", label: "Partly shipped" },
        { value: "fulfilled", label: "Shipped" },
        { value: "in_progress", label: "Being packed" },
        { value: "on_hold", label: "On hold" },
        { value: "scheduled", label: "Scheduled" },
        { value: "pending_fulfillment", label: "Waiting to be packed" },
        { value: "request_declined", label: "Warehouse declined" },
        { value: "open", label: "Open" },
        { value: "restocked", label: "Back in stock" },
      ],
    },
    (sql) => sql`o.fulfillment_status`,
    ({ fulfillmentStatus }) => fulfillmentStatus,
  ),
  {
    ...{ name: "last_order.tags", label: "Last order: tags", kind: "text", many: true, optional: true },
    ...{ group: "orders", keyOf: foldedKeyOf },
    holds: (place, fits) => {
      const { sql } = place;
      return sql`exists (
        select 1 from (${lastOrderOf(hers(place))}) o cross join lateral unnest(o.tags) as t(tag)
        ${fits ? sql`where ${fits(foldedKeySql(sql, sql`t.tag`))}` : sql``})`;
    },
    held: (row) => standingOf(row).lastOrder?.tags.map(foldedKeyOf) ?? [],
  },
  ofLastOrder(
    { name: "is_cancelled", label: "Last order: cancelled", kind: "boolean" },
    (sql) => sql`(o.cancelled_at is not null)`,
    ({ isCancelled }) => isCancelled,
  ),
];

/** A column of the newest order. */
function ofLastOrder(
  { name, ...definition }: Pick<FieldDefinition, "name" | "label" | "kind" | "choices">,
  column: (sql: RawSql) => Fragment,
  value: (order: LastOrder) => Scalar | null,
): FieldDefinition {
  return {
    ...definition,
    ...{ name: `last_order.${name}`, group: "orders", many: false, optional: true },
    holds: (place, fits) => {
      const [{ sql }, held] = [place, column(place.sql)];
      return sql`exists (
        select 1 from (${lastOrderOf(hers(place))}) o where ${fits ? fits(held) : sql`${held} is not null`})`;
    },
    held: (row) => {
      const { lastOrder } = standingOf(row);
      const one = lastOrder && value(lastOrder);
      return one === null ? [] : [one];
    },
  };
}

function hers({ sql, workspaceId }: Place): Hers {
  return { sql, workspaceId, customerId: sql`c.customer_id` };
}

/** @throws RangeError when the snapshot was read without it: that would answer as if nobody had ever bought anything. */
function standingOf({ standing }: Snapshot): Standing {
  if (standing) return standing;
  throw new RangeError("The snapshot was read without what shops know of the customer");
}
