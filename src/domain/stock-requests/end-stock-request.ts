import { and, eq } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { stockRequests } from "./tables.ts";

/** Nobody is told any more. One that was met or ended stays so: safe to repeat. @throws NotFound */
export async function endStockRequest(ctx: Context, { stockRequestId }: { stockRequestId: string }): Promise<void> {
  allow(ctx, "customers:write");
  await inTransaction(ctx, async (tx) => {
    const isThis = and(eq(stockRequests.workspaceId, tx.workspaceId), eq(stockRequests.id, stockRequestId));
    const [row] = await tx.q.select().from(stockRequests).where(isThis).for("update");
    if (!row) throw new NotFound("Stock request", stockRequestId);
    if (row.state !== "open") return;
    await tx.q.update(stockRequests).set({ state: "ended" }).where(isThis);
    tx.emit({ name: "stock_request.ended", data: { customerId: row.customerId, stockRequestId } });
  });
}
