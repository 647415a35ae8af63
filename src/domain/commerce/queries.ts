import { and, desc, eq, lt, or } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { connections } from "../connections/tables.ts";
import { customers } from "../customers/tables.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Lookup, lookupOf } from "./rules.ts";
import { type Order, orders, type ShopLookup, shopLookups } from "./tables.ts";

/**
 * Newest first; `after` is the last row of the page before.
 * @throws NotFound for an unknown customer, also when it is another workspace's.
 */
export async function listOrders(
  ctx: Context,
  page: { customerId: string; limit: number; after?: Pick<Order, "placedAt" | "id"> },
): Promise<Order[]> {
  allow(ctx, "orders:read");
  const { placedAt, id } = orders;
  await customerSince(ctx, page.customerId);
  return read(ctx, (q) =>
    q
      .select()
      .from(orders)
      .where(
        and(
          eq(orders.workspaceId, ctx.workspaceId),
          eq(orders.customerId, page.customerId),
          page.after &&
            or(lt(placedAt, page.after.placedAt), and(eq(placedAt, page.after.placedAt), lt(id, page.after.id))),
        ),
      )
      .orderBy(desc(placedAt), desc(id))
      .limit(page.limit),
  );
}

/** How well we know a customer's orders. @throws NotFound for an unknown customer. */
export async function getLookup(ctx: Context, customerId: string): Promise<Lookup> {
  allow(ctx, "customers:read");
  const since = await customerSince(ctx, customerId);
  return lookupOf(await listLookups(ctx, customerId), since, now());
}

/** What each connected shop answered when it was last asked about a customer. */
export async function listLookups(ctx: Context, customerId: string): Promise<ShopLookup[]> {
  return read(ctx, (q) =>
    q
      .select()
      .from(shopLookups)
      .where(and(eq(shopLookups.workspaceId, ctx.workspaceId), eq(shopLookups.customerId, customerId))),
  );
}

/** What the shops of orders are called. */
export async function shopNames(ctx: Context): Promise<Map<string, string>> {
  return new Map((await listShops(ctx)).map(({ id, name }) => [id, name]));
}

/** Where the shops of orders are: their domains. */
export async function shopAccounts(ctx: Context): Promise<Map<string, string>> {
  return new Map((await listShops(ctx)).map(({ id, account }) => [id, account]));
}

async function listShops(ctx: Context) {
  allow(ctx, "orders:read");
  return read(ctx, (q) =>
    q
      .select({ id: connections.id, name: connections.displayName, account: connections.account })
      .from(connections)
      .where(eq(connections.workspaceId, ctx.workspaceId)),
  );
}

async function customerSince(ctx: Context, customerId: string): Promise<Date> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ createdAt: customers.createdAt })
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspaceId), eq(customers.id, customerId))),
  );
  if (!row) throw new NotFound("Customer", customerId);
  return row.createdAt;
}
