import { and, desc, eq, sql } from "drizzle-orm";
import type { RateLimits } from "../../platform/rate-limit.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { emailKey, orderNameKey, phoneKey } from "./rules.ts";
import { type Order, orders } from "./tables.ts";

/** What a shopper who nobody has recognised must say of an order: its number, and an address it was made with. */
export type OrderClaim = { number: string } & ({ email: string } | { phone: string });

export type FindOrderForShopper = (ctx: Context, claim: OrderClaim) => Promise<Order | null>;

const minuteMs = 60_000;

/**
 * Finds an order for a shopper. Numbers follow each other and can be guessed: who does not also know the address it was
 * made with gets null, and the same null for an order that does not exist, by the same question to the database. Tries
 * are counted by workspace for each number and each address, found or not, so that neither can be gone through.
 *
 * @throws AppError("limit_exceeded") with `retryAfterMs`, the same whether there is such an order or not.
 */
export function openShopperLookup(limits: RateLimits): FindOrderForShopper {
  const byNumber = limits.open({ name: "shopper-order-number", points: 10, perMs: 60 * minuteMs });
  const byAddress = limits.open({ name: "shopper-order-address", points: 10, perMs: 15 * minuteMs });
  const byShop = limits.open({ name: "shopper-order-workspace", points: 300, perMs: 15 * minuteMs });
  return async (ctx, claim) => {
    const { workspaceId } = ctx;
    const nameKey = orderNameKey(claim.number);
    const email = "email" in claim ? emailKey(claim.email) : null;
    const phone = "phone" in claim ? phoneKey(claim.phone) : null;
    await byAddress.take(`${workspaceId} ${email ?? phone}`);
    await byNumber.take(`${workspaceId} ${nameKey}`);
    await byShop.take(workspaceId);
    return nameKey === "" ? null : findClaimed(ctx, { nameKey, email, phone });
  };
}

async function findClaimed(
  ctx: Context,
  { nameKey, email, phone }: { nameKey: string; email: string | null; phone: string | null },
): Promise<Order | null> {
  const { workspaceId } = ctx;
  const isHers = sql`(${orders.email} = ${email} or ${orders.phone} = ${phone} or exists (
    select 1 from shop_customers s where s.workspace_id = ${workspaceId} and s.connection_id = ${orders.connectionId}
      and s.external_id = ${orders.customerExternalId} and (s.email = ${email} or s.phone = ${phone})))`;
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(orders)
      .where(and(eq(orders.workspaceId, workspaceId), eq(orders.nameKey, nameKey), isHers))
      .orderBy(desc(orders.placedAt), desc(orders.id))
      .limit(1),
  );
  return rows[0] ?? null;
}
