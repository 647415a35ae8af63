import { and, eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow, authorOf } from "../access/index.ts";
import { getCustomer } from "../customers/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { customerDistinctions } from "./tables.ts";

export interface Two {
  customerId: string;
  otherCustomerId: string;
}

/** Says that two customers are two people: they are not proposed to each other again. Safe to repeat. @throws NotFound */
export async function tellApart(ctx: Context, two: Two): Promise<void> {
  allow(ctx, "customers:write");
  if (two.customerId === two.otherCustomerId) {
    throw new AppError("invalid_input", "A customer cannot be told apart from herself: choose another one");
  }
  await inTransaction(ctx, async (tx) => {
    for (const id of Object.values(two)) await getCustomer(tx, id);
    const [row] = await tx.q
      .insert(customerDistinctions)
      .values({ workspaceId: tx.workspaceId, id: newId(), ...inOrder(two), by: await authorOf(tx) })
      .onConflictDoNothing()
      .returning();
    if (row) tx.emit({ name: "customer.told_apart", data: two });
  });
}

/** Takes that back: they may be proposed again. Safe to repeat. @throws NotFound */
export async function forgetDistinction(ctx: Context, two: Two): Promise<void> {
  allow(ctx, "customers:write");
  await inTransaction(ctx, async (tx) => {
    for (const id of Object.values(two)) await getCustomer(tx, id);
    const { customerId, otherCustomerId } = inOrder(two);
    const [row] = await tx.q
      .delete(customerDistinctions)
      .where(
        and(
          eq(customerDistinctions.workspaceId, tx.workspaceId),
          eq(customerDistinctions.customerId, customerId),
          eq(customerDistinctions.otherCustomerId, otherCustomerId),
        ),
      )
      .returning();
    if (row) tx.emit({ name: "customer.no_longer_told_apart", data: two });
  });
}

function inOrder({ customerId, otherCustomerId }: Two): Two {
  return customerId < otherCustomerId
    ? { customerId, otherCustomerId }
    : { customerId: otherCustomerId, otherCustomerId: customerId };
}
