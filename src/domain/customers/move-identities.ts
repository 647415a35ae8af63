import { and, eq, inArray } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { customers, identities } from "./tables.ts";

/** Gives the addresses of one customer to another, all or `only` these. @returns their ids. */
export async function moveIdentities(
  tx: TxContext,
  { from, to, only }: { from: string; to: string; only?: readonly string[] },
): Promise<string[]> {
  const rows = await tx.q
    .update(identities)
    .set({ customerId: to })
    .where(
      and(
        eq(identities.workspaceId, tx.workspaceId),
        eq(identities.customerId, from),
        only && inArray(identities.id, [...only]),
      ),
    )
    .returning({ id: identities.id });
  return rows.map(({ id }) => id);
}

/** Says into whom a customer was merged; null: into nobody any more. */
export async function setMergedInto(tx: TxContext, customerId: string, intoCustomerId: string | null): Promise<void> {
  await tx.q
    .update(customers)
    .set({ mergedIntoId: intoCustomerId })
    .where(and(eq(customers.workspaceId, tx.workspaceId), eq(customers.id, customerId)));
}
