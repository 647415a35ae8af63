import { isDeepStrictEqual } from "node:util";
import { and, eq, inArray } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { survivorOf } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Order, orders, shopCustomers } from "./tables.ts";

/** An order as a shop tells it. */
export type ShopOrder = Omit<Order, "workspaceId" | "id" | "createdAt" | "customerId" | "connectionId">;

/** A customer as a shop tells it, with her newest orders. */
export interface ShopRecord {
  externalId: string;
  email?: string | null;
  phone?: string | null;
  orderCount: number | null;
  adminUrl: string | null;
  orders: ShopOrder[];
}

export interface LookupAnswer {
  customerId: string;
  connectionId: string;
  /** Null: the shop knows nobody like that, or could not be asked for lack of an address; `reason` says which. */
  record: ShopRecord | null;
  reason?: string | null;
}

/**
 * Keeps what a shop said of a customer. Orders it did not mention stay: it names the newest only. Announces only what
 * changed, so that asking again is silent.
 */
export async function saveLookup(ctx: Context, asked: LookupAnswer): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const customerId = await survivorOf(tx, asked.customerId);
    const answer = { ...asked, customerId };
    const customerChange = await saveShopCustomer(tx, answer);
    const changedOrders = answer.record ? await saveOrders(tx, answer, answer.record.orders) : 0;
    if (changedOrders > 0 || customerChange.record) tx.emit({ name: "customer.orders_changed", data: { customerId } });
    if (customerChange.state) tx.emit({ name: "customer.looked_up", data: { customerId } });
  });
}

async function saveShopCustomer(tx: TxContext, { customerId, connectionId, record, reason = null }: LookupAnswer) {
  const said = {
    externalId: record?.externalId ?? null,
    email: record?.email?.trim().toLowerCase() || null,
    phone: record?.phone?.replaceAll(/[^+\d]/g, "") || null,
    orderCount: record?.orderCount ?? null,
    adminUrl: record?.adminUrl ?? null,
  };
  const state = { lookupState: record ? "fresh" : "none", lookupReason: reason } as const;
  const [before] = await tx.q
    .select()
    .from(shopCustomers)
    .where(
      and(
        eq(shopCustomers.workspaceId, tx.workspaceId),
        eq(shopCustomers.customerId, customerId),
        eq(shopCustomers.connectionId, connectionId),
      ),
    )
    .for("update");
  const after = { ...said, ...state, lookedUpAt: now() };
  await tx.q
    .insert(shopCustomers)
    .values({ workspaceId: tx.workspaceId, id: newId(), customerId, connectionId, ...after })
    .onConflictDoUpdate({
      target: [shopCustomers.workspaceId, shopCustomers.customerId, shopCustomers.connectionId],
      set: after,
    });
  return {
    record: !isDeepStrictEqual(said, {
      externalId: before?.externalId ?? null,
      email: before?.email ?? null,
      phone: before?.phone ?? null,
      orderCount: before?.orderCount ?? null,
      adminUrl: before?.adminUrl ?? null,
    }),
    state: before?.lookupState !== state.lookupState || before.lookupReason !== state.lookupReason,
  };
}

/** @returns how many orders are new or different. */
async function saveOrders(
  tx: TxContext,
  { customerId, connectionId }: LookupAnswer,
  told: readonly ShopOrder[],
): Promise<number> {
  const wanted = new Map(told.map((order) => [order.externalId, { ...columnsOf(order), customerId }]));
  if (wanted.size === 0) return 0;
  const known = await tx.q
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.workspaceId, tx.workspaceId),
        eq(orders.connectionId, connectionId),
        inArray(orders.externalId, [...wanted.keys()]),
      ),
    );
  for (const row of known) {
    const same = isDeepStrictEqual(wanted.get(row.externalId), { ...columnsOf(row), customerId: row.customerId });
    if (same) wanted.delete(row.externalId);
  }
  // One order of rows for everybody, so that two lookups cannot wait for each other.
  for (const order of [...wanted.values()].toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))) {
    await tx.q
      .insert(orders)
      .values({ workspaceId: tx.workspaceId, id: newId(), connectionId, ...order })
      .onConflictDoUpdate({ target: [orders.workspaceId, orders.connectionId, orders.externalId], set: order });
  }
  return wanted.size;
}

function columnsOf(order: ShopOrder): ShopOrder {
  return {
    externalId: order.externalId,
    name: order.name,
    placedAt: order.placedAt,
    currency: order.currency,
    totalMinor: order.totalMinor,
    financialStatus: order.financialStatus,
    fulfillmentStatus: order.fulfillmentStatus,
    cancelledAt: order.cancelledAt,
    lines: order.lines,
    fulfillments: order.fulfillments,
    adminUrl: order.adminUrl,
  };
}
