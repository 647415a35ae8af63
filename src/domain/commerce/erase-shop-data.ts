import { and, eq } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { orders, shopCustomers } from "./tables.ts";

/**
 * Deletes what shops said of a customer.
 * @returns the shops' own ids of her and her orders: deliveries may name them.
 */
export async function eraseShopData(tx: TxContext, customerId: string): Promise<string[]> {
  const gone = await tx.q
    .delete(shopCustomers)
    .where(and(eq(shopCustomers.workspaceId, tx.workspaceId), eq(shopCustomers.customerId, customerId)))
    .returning({ externalId: shopCustomers.externalId });
  const ordered = await tx.q
    .delete(orders)
    .where(and(eq(orders.workspaceId, tx.workspaceId), eq(orders.customerId, customerId)))
    .returning({ externalId: orders.externalId });
  return [...gone, ...ordered].flatMap(({ externalId }) => externalId ?? []);
}
