import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { shopCustomers } from "./tables.ts";

/** A shop's customer by the shop's own id. */
interface InShop {
  connectionId: string;
  externalId: string;
}

/** Who of ours a shop's customer is. */
export async function customersOfShop(ctx: Context, at: InShop): Promise<string[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ customerId: shopCustomers.customerId })
      .from(shopCustomers)
      .where(and(isInShop(ctx, at), isNotNull(shopCustomers.customerId))),
  );
  return rows.flatMap(({ customerId }) => customerId ?? []);
}

/** A shop's customer who is nobody of ours yet is this one. */
export async function claimShopCustomer(tx: TxContext, at: InShop & { customerId: string }): Promise<void> {
  await tx.q
    .update(shopCustomers)
    .set({ customerId: at.customerId })
    .where(and(isInShop(tx, at), isNull(shopCustomers.customerId)));
}

function isInShop(ctx: Context, { connectionId, externalId }: InShop) {
  return and(
    eq(shopCustomers.workspaceId, ctx.workspaceId),
    eq(shopCustomers.connectionId, connectionId),
    eq(shopCustomers.externalId, externalId),
  );
}
