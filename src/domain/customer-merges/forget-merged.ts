import { sql } from "drizzle-orm";
import { eraseShopData } from "../commerce/index.ts";
import { deleteCustomer } from "../customers/index.ts";
import type { TxContext } from "../events/index.ts";
import { forgetInSearch } from "../search/index.ts";
import { moveEverything } from "./merge-customers.ts";

/**
 * Erases those who were merged into a customer, because they are the same person: what is still theirs becomes hers and
 * is erased with her, and their rows go, with what was decided about them.
 *
 * @returns what shops call them.
 */
export async function forgetMerged(tx: TxContext, customerId: string): Promise<string[]> {
  // Those merged first come last: nobody may point to who is gone.
  const merged = await tx.q.execute<{ id: string }>(sql`
    with recursive merged(id, steps) as (
      select id, 1 from customers where workspace_id = ${tx.workspaceId} and merged_into_id = ${customerId}
      union all
      select c.id, steps + 1 from customers c join merged on c.merged_into_id = merged.id
      where c.workspace_id = ${tx.workspaceId})
    select id from merged order by steps desc, id`);
  const ids = merged.map(({ id }) => id);
  const shopIds: string[] = [];
  for (const from of ids) {
    await moveEverything(tx, { from, to: customerId });
    shopIds.push(...(await eraseShopData(tx, from)));
  }
  if (ids.length > 0) await forgetInSearch(tx, { customerIds: ids });
  for (const id of ids) await deleteCustomer(tx, id);
  return shopIds;
}
