import { and, desc, eq } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { getCustomer, isSamePerson } from "../customers/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type StockRequest, stockRequests } from "./tables.ts";

const mostListed = 100;

/** What a customer asked to be told of, and who was merged into her, newest first; the newest hundred. @throws NotFound */
export async function listStockRequests(ctx: Context, { customerId }: { customerId: string }): Promise<StockRequest[]> {
  allow(ctx, "customers:read");
  await getCustomer(ctx, customerId);
  const { workspaceId, createdAt, id } = stockRequests;
  const isHers = isSamePerson(ctx, stockRequests.customerId, customerId);
  return read(ctx, (q) =>
    q
      .select()
      .from(stockRequests)
      .where(and(eq(workspaceId, ctx.workspaceId), isHers))
      .orderBy(desc(createdAt), desc(id))
      .limit(mostListed),
  );
}
