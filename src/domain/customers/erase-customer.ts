import { and, eq } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { customers, type Identity, identities } from "./tables.ts";

/** What a customer is called while she is being erased. */
const erasedName = "Erased customer";

/**
 * Takes a customer's name and addresses away: from the commit on, whoever writes from them is somebody new. It waits for
 * mail of hers that is being filed at this moment.
 *
 * @returns the addresses she had.
 * @throws NotFound also when she is another workspace's.
 */
export async function takeIdentities(tx: TxContext, customerId: string): Promise<Pick<Identity, "kind" | "value">[]> {
  // Stronger than what a key that points here holds: conversations that are being opened for her are waited for.
  const [row] = await tx.q.select({ id: customers.id }).from(customers).where(isCustomer(tx, customerId)).for("update");
  if (!row) throw new NotFound("Customer", customerId);
  await tx.q.update(customers).set({ name: erasedName }).where(isCustomer(tx, customerId));
  return tx.q
    .delete(identities)
    .where(and(eq(identities.workspaceId, tx.workspaceId), eq(identities.customerId, customerId)))
    .returning({ kind: identities.kind, value: identities.value });
}

/** The last of her: what still hangs on the row goes with it, and nothing can be hung on it any more. */
export async function deleteCustomer(tx: TxContext, customerId: string): Promise<void> {
  await tx.q.delete(customers).where(isCustomer(tx, customerId));
}

function isCustomer(tx: TxContext, customerId: string) {
  return and(eq(customers.workspaceId, tx.workspaceId), eq(customers.id, customerId));
}
