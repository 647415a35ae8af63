import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { inOneTrip } from "../../platform/db.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import type { Return } from "./documents.ts";
import { listOrders, shopAccounts } from "./queries.ts";
import { isOpenReturn } from "./rules.ts";
import { lifetimeValueOf } from "./standings.ts";
import { type Checkout, checkouts, type Order, orders, shopCustomers } from "./tables.ts";

/** What a customer bought, spent and sends back, across shops. Anything a shop says may be null. */
export interface CustomerCommerce {
  orderCount: number;
  lifetimeValue: { currency: string; totalMinor: number; orderCount: number }[];
  lastOrder: Order | null;
  openReturns: { orderId: string; orderName: string; return: Return }[];
  parcels: Parcel[];
  shops: ShopAccount[];
  checkouts: Checkout[];
}
export interface Parcel {
  orderId: string;
  orderName: string;
  status: string;
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  estimatedDeliveryAt: string | null;
  deliveredAt: string | null;
}
type ShopAccount = Awaited<ReturnType<typeof listShopAccounts>>[number];

const newestOrders = 20;
const mostParcels = 10;
const mostCheckouts = 5;
const mostOpenReturns = 50;

/** @throws NotFound for an unknown customer, also when she is another workspace's. */
export async function getCustomerCommerce(ctx: Context, customerId: string): Promise<CustomerCommerce> {
  allow(ctx, "orders:read");
  const newest = await listOrders(ctx, { customerId, limit: newestOrders });
  const [lifetimeValue, shops, returning, left] = await Promise.all([
    listLifetimeValue(ctx, customerId),
    listShopAccounts(ctx, customerId),
    listReturning(ctx, customerId),
    listCheckouts(ctx, customerId),
  ]);
  return {
    orderCount: lifetimeValue.reduce((sum, { orderCount }) => sum + orderCount, 0),
    lifetimeValue,
    lastOrder: newest[0] ?? null,
    openReturns: returning.flatMap(({ id, name, details }) =>
      details.returns.filter(isOpenReturn).map((one) => ({ orderId: id, orderName: name, return: one })),
    ),
    parcels: parcelsOf(newest),
    shops,
    checkouts: left,
  };
}

/** Those that are under way before those that arrived; of the newest orders first. */
function parcelsOf(newest: readonly Order[]): Parcel[] {
  const all = newest.flatMap(({ id, name, fulfillments }) =>
    fulfillments.map(({ externalId: _, createdAt: __, inTransitAt: ___, events: ____, lines: _____, ...parcel }) => ({
      ...{ orderId: id, orderName: name },
      ...parcel,
    })),
  );
  const hasArrived = ({ deliveredAt, status }: Parcel) => deliveredAt !== null || status === "delivered";
  return [...all.filter((one) => !hasArrived(one)), ...all.filter(hasArrived)].slice(0, mostParcels);
}

async function listLifetimeValue(ctx: Context, customerId: string): Promise<CustomerCommerce["lifetimeValue"]> {
  const { workspaceId, db } = ctx;
  const rows = await inOneTrip(
    db.app,
    sightOf(ctx),
    (sql) => sql<CustomerCommerce["lifetimeValue"]>`
      select currency, minor as "totalMinor", orders as "orderCount"
      from (${lifetimeValueOf({ sql, workspaceId, customerId })}) counted order by orders desc, currency`,
  );
  return [...rows];
}

async function listShopAccounts(ctx: Context, customerId: string) {
  const accounts = await shopAccounts(ctx);
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(shopCustomers)
      .where(and(eq(shopCustomers.workspaceId, ctx.workspaceId), eq(shopCustomers.customerId, customerId)))
      .orderBy(shopCustomers.createdAt, shopCustomers.id),
  );
  return rows.map((said) => {
    const { connectionId, name, email, phone, orderCount, spentMinor, currency, tags, details, adminUrl } = said;
    const { marketing: _, ...shown } = details;
    const account = accounts.get(connectionId) ?? "";
    return { connectionId, account, name, email, phone, orderCount, spentMinor, currency, tags, ...shown, adminUrl };
  });
}

async function listReturning(ctx: Context, customerId: string) {
  return read(ctx, (q) =>
    q
      .select({ id: orders.id, name: orders.name, details: orders.details })
      .from(orders)
      .where(
        and(eq(orders.workspaceId, ctx.workspaceId), eq(orders.customerId, customerId), eq(orders.hasOpenReturn, true)),
      )
      .orderBy(desc(orders.placedAt), desc(orders.id))
      .limit(mostOpenReturns),
  );
}

async function listCheckouts(ctx: Context, customerId: string): Promise<Checkout[]> {
  const isHers = sql`(${checkouts.connectionId}, ${checkouts.customerExternalId}) in (
    select connection_id, external_id from shop_customers
    where workspace_id = ${ctx.workspaceId} and customer_id = ${customerId})`;
  return read(ctx, (q) =>
    q
      .select()
      .from(checkouts)
      .where(and(eq(checkouts.workspaceId, ctx.workspaceId), isNull(checkouts.completedAt), isHers))
      .orderBy(desc(checkouts.startedAt), desc(checkouts.id))
      .limit(mostCheckouts),
  );
}
