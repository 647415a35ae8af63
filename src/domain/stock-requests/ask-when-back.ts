import { and, count, eq } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { holdVariant } from "../commerce/index.ts";
import { getConversation } from "../conversations/index.ts";
import { lockCustomer } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { mostOpen, titleOf } from "./rules.ts";
import { type StockRequest, stockRequests } from "./tables.ts";

export interface Asked {
  customerId: string;
  /** One of hers: she is told there. */
  conversationId: string;
  connectionId: string;
  /** The shop's own id of it. */
  variantId: string;
}

/**
 * Keeps that a customer wants to be told when something is there again that is sold out now. Safe to repeat: she asks
 * once for the same goods.
 *
 * @throws NotFound; AppError("conflict") in_stock, asked_already; "limit_exceeded" too_many_requests.
 */
export async function askWhenBack(ctx: Context, asked: Asked): Promise<StockRequest> {
  allow(ctx, "customers:write");
  const { customerId, conversationId, connectionId, variantId } = asked;
  return inTransaction(ctx, async (tx) => {
    const conversation = await getConversation(tx, conversationId);
    if (conversation.customerId !== customerId) throw new NotFound("Conversation", conversationId);
    await lockCustomer(tx, customerId);
    // Held: the shop's word that it is back comes before this, or finds it.
    const variant = await holdVariant(tx, { connectionId, variantId });
    if (variant.available) {
      throw new AppError("conflict", "It is not sold out: it can be bought now", { details: { reason: "in_stock" } });
    }
    return keep(tx, asked, titleOf(variant));
  });
}

async function keep(tx: TxContext, asked: Asked, title: string): Promise<StockRequest> {
  const { workspaceId } = tx;
  const { customerId, conversationId, connectionId, variantId: variantExternalId } = asked;
  const [row] = await tx.q
    .insert(stockRequests)
    .values({ workspaceId, id: newId(), customerId, conversationId, connectionId, variantExternalId, title })
    .onConflictDoNothing()
    .returning();
  const open = and(
    eq(stockRequests.workspaceId, workspaceId),
    eq(stockRequests.customerId, customerId),
    eq(stockRequests.state, "open"),
  );
  if (!row) {
    const isThis = and(
      open,
      eq(stockRequests.connectionId, connectionId),
      eq(stockRequests.variantExternalId, variantExternalId),
    );
    const [same] = await tx.q.select().from(stockRequests).where(isThis);
    if (same) return same;
    // In a conversation that the caller does not see.
    const details = { reason: "asked_already" };
    throw new AppError("conflict", "She is told of it already", { details });
  }
  const [all] = await tx.q.select({ n: count() }).from(stockRequests).where(open);
  if ((all?.n ?? 0) > mostOpen) {
    const details = { reason: "too_many_requests" };
    throw new AppError("limit_exceeded", `She waits for ${mostOpen} things already`, { details });
  }
  tx.emit({ name: "stock_request.made", data: { customerId, stockRequestId: row.id } });
  return row;
}
