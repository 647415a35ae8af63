import { and, desc, eq, inArray, notInArray, or, sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { addressKeyOf } from "./rules.ts";
import { consents } from "./tables.ts";

/**
 * Takes a person's addresses and what shows her words out of the ledger. That she withdrew stays, by a key that only her
 * own address fits: the law wants it honoured also when she comes back in a list. That she agreed goes. It comes before
 * those merged into her are gone: what was recorded on their pages is hers.
 */
export async function eraseConsents(
  tx: TxContext,
  customerId: string,
  addresses: readonly string[],
): Promise<readonly string[]> {
  const keys = addresses.flatMap((address) =>
    (["email", "sms", "chat"] as const).map((channel) => addressKeyOf(tx.workspaceId, channel, address)),
  );
  const named = sql`${consents.customerId} in (
    with recursive same(id) as (
      select ${customerId}::uuid union
      select c.id from customers c join same on c.merged_into_id = same.id where c.workspace_id = ${tx.workspaceId})
    select id from same)`;
  const isHers = keys.length > 0 ? or(inArray(consents.addressKey, keys), named) : named;
  const hers = and(eq(consents.workspaceId, tx.workspaceId), isHers);
  const { addressKey, channel, purpose, at, id } = consents;
  const newest = tx.q
    .selectDistinctOn([addressKey, channel, purpose], { id, state: consents.state })
    .from(consents)
    .where(hers)
    .orderBy(addressKey, channel, purpose, desc(at), desc(id))
    .as("newest");
  const kept = tx.q.select({ id: newest.id }).from(newest).where(eq(newest.state, "withdrawn"));
  await tx.q.delete(consents).where(and(hers, notInArray(id, kept)));
  await tx.q.update(consents).set({ address: null, evidence: null }).where(hers);
  return [];
}
