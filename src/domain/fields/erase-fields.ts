import { and, eq } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { customerFieldValues } from "./tables.ts";

/** Deletes what fields say of a customer. What they say of her conversations goes with those. */
export async function eraseCustomerFields(tx: TxContext, customerId: string): Promise<[]> {
  await tx.q
    .delete(customerFieldValues)
    .where(and(eq(customerFieldValues.workspaceId, tx.workspaceId), eq(customerFieldValues.entityId, customerId)));
  return [];
}
