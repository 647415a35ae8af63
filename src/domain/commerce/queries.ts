import { and, desc, eq, lt, or } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { connections } from "../connections/tables.ts";
import { customers } from "../customers/tables.ts";
import { read, readTogether } from "../events/index.ts";
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
  const { customerId, limit, after = beforeAll } = page;
  const { id } = after;
  const placedAt = after.placedAt.toISOString();
  return readTogether(ctx, async (reading) => {
    const [found] = await Promise.all([
      read(reading, (q) => ordersOf(q, { workspaceId: ctx.workspaceId, customerId, limit, placedAt, id })),
      customerSince(reading, customerId),
    ]);
    return found;
  });
}

/** Newer than any order. */
const beforeAll = { placedAt: new Date("9999-12-31T00:00:00Z"), id: "00000000-0000-0000-0000-000000000000" };

const ordersOf = builtOnce(
  (q, given: Given<{ workspaceId: string; customerId: string; limit: number; placedAt: string; id: string }>) =>
    q
      .select()
      .from(orders)
      .where(
        and(
          eq(orders.workspaceId, given.workspaceId),
          eq(orders.customerId, given.customerId),
          or(lt(orders.placedAt, given.placedAt), and(eq(orders.placedAt, given.placedAt), lt(orders.id, given.id))),
        ),
      )
      .orderBy(desc(orders.placedAt), desc(orders.id))
      .limit(given.limit),
);

/** How well we know a customer's orders. @throws NotFound for an unknown customer. */
export async function getLookup(ctx: Context, customerId: string): Promise<Lookup> {
  allow(ctx, "customers:read");
  return readTogether(ctx, async (reading) => {
    const [lookups, since] = await Promise.all([listLookups(reading, customerId), customerSince(reading, customerId)]);
    return lookupOf(lookups, since, now());
  });
}

/** What each connected shop answered when it was last asked about a customer. */
export async function listLookups(ctx: Context, customerId: string): Promise<ShopLookup[]> {
  return read(ctx, (q) => lookupsOf(q, { workspaceId: ctx.workspaceId, customerId }));
}

const lookupsOf = builtOnce((q, given: Given<{ workspaceId: string; customerId: string }>) =>
  q
    .select()
    .from(shopLookups)
    .where(and(eq(shopLookups.workspaceId, given.workspaceId), eq(shopLookups.customerId, given.customerId))),
);

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
  const [row] = await read(ctx, (q) => createdAtOf(q, { workspaceId: ctx.workspaceId, customerId }));
  if (!row) throw new NotFound("Customer", customerId);
  return row.createdAt;
}

const createdAtOf = builtOnce((q, given: Given<{ workspaceId: string; customerId: string }>) =>
  q
    .select({ createdAt: customers.createdAt })
    .from(customers)
    .where(and(eq(customers.workspaceId, given.workspaceId), eq(customers.id, given.customerId))),
);
