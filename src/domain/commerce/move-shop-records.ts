import { and, eq, inArray } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { orders, shopCustomers } from "./tables.ts";

export interface ShopRecords {
  orderIds: string[];
  shopCustomerIds: string[];
}

/**
 * Gives the orders of one customer to another, and what shops said of her.
 * @param only these; absent: all.
 */
export async function moveShopRecords(
  tx: TxContext,
  { from, to, only }: { from: string; to: string; only?: ShopRecords },
): Promise<ShopRecords> {
  const said = await tx.q
    .update(shopCustomers)
    .set({ customerId: to })
    .where(
      and(
        eq(shopCustomers.workspaceId, tx.workspaceId),
        eq(shopCustomers.customerId, from),
        only && inArray(shopCustomers.id, only.shopCustomerIds),
      ),
    )
    .returning({ id: shopCustomers.id });
  const moved = await tx.q
    .update(orders)
    .set({ customerId: to })
    .where(
      and(
        eq(orders.workspaceId, tx.workspaceId),
        eq(orders.customerId, from),
        only && inArray(orders.id, only.orderIds),
      ),
    )
    .returning({ id: orders.id });
  return { orderIds: moved.map(({ id }) => id), shopCustomerIds: said.map(({ id }) => id) };
}
