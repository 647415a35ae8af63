import { and, eq, getTableName, inArray } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import {
  checkouts,
  discountCodes,
  draftOrders,
  orders,
  products,
  productVariants,
  recordChecks,
  recordHeals,
  shopCustomers,
  shopLookups,
  staleRecords,
} from "./tables.ts";

/** Everything that came from a shop. A test knows when one is missing. */
const ofShop = [
  ...[orders, checkouts, draftOrders, shopLookups, shopCustomers],
  ...[productVariants, products, discountCodes],
] as const;

/** What we noted of it; small. */
const notedOfShop = [staleRecords, recordChecks, recordHeals] as const;

export const tablesOfShop: readonly string[] = [...ofShop, ...notedOfShop].map((table) => getTableName(table));

/**
 * Deletes some of what came from a shop.
 * @returns how many rows, 0 when nothing is left; and whose they were.
 */
export async function eraseShopRecords(
  tx: TxContext,
  { connectionId, limit }: { connectionId: string; limit: number },
): Promise<{ count: number; customerIds: string[] }> {
  for (const table of notedOfShop) {
    await tx.q.delete(table).where(and(eq(table.workspaceId, tx.workspaceId), eq(table.connectionId, connectionId)));
  }
  for (const table of ofShop) {
    const some = tx.q
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.workspaceId, tx.workspaceId), eq(table.connectionId, connectionId)))
      .limit(limit);
    const gone = await tx.q
      .delete(table)
      .where(and(eq(table.workspaceId, tx.workspaceId), inArray(table.id, some)))
      .returning();
    const customerIds = gone.flatMap((row) => ("customerId" in row && row.customerId) || []);
    if (gone.length > 0) return { count: gone.length, customerIds: [...new Set(customerIds)] };
  }
  return { count: 0, customerIds: [] };
}
