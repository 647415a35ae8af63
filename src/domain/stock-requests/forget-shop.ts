import { and, eq } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { stockRequests } from "./tables.ts";

/** A shop is gone for good: nobody waits for its goods. */
export async function forgetRequestsOfShop(tx: TxContext, connectionId: string): Promise<void> {
  const isOfShop = and(eq(stockRequests.workspaceId, tx.workspaceId), eq(stockRequests.connectionId, connectionId));
  await tx.q.delete(stockRequests).where(isOfShop);
}
