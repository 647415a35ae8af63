import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { staleRecords } from "./tables.ts";

/**
 * Deletes what shops said of a customer: herself, her orders, checkouts and draft orders, also those that name one of
 * her addresses only.
 * @param addresses her email addresses and phone numbers.
 * @returns the shops' own ids of her and hers: deliveries may name them.
 */
export async function eraseShopData(
  tx: TxContext,
  customerId: string,
  addresses: readonly string[] = [],
): Promise<string[]> {
  const gone = await tx.q.execute<{ externalId: string }>(sql`
    with said(value) as (
      select json_array_elements_text(${JSON.stringify(addresses)}::text::json)
    ), people as (
      delete from shop_customers s where s.workspace_id = ${tx.workspaceId} and (s.customer_id = ${customerId}
        or s.customer_id is null and (s.email in (select value from said) or s.phone in (select value from said)))
      returning s.connection_id, s.external_id, s.email
    ), bought as (
      delete from orders o where o.workspace_id = ${tx.workspaceId} and (o.customer_id = ${customerId}
        or o.customer_id is null and (o.email in (select value from said) or o.phone in (select value from said)
          or (o.connection_id, o.customer_external_id) in (select connection_id, external_id from people)))
      returning o.external_id
    ), left_behind as (
      delete from checkouts c where c.workspace_id = ${tx.workspaceId} and (c.email in (select value from said)
        or c.email in (select email from people)
        or (c.connection_id, c.customer_external_id) in (select connection_id, external_id from people))
      returning c.external_id
    ), drafted as (
      delete from draft_orders d where d.workspace_id = ${tx.workspaceId} and (d.email in (select value from said)
        or d.email in (select email from people)
        or (d.connection_id, d.customer_external_id) in (select connection_id, external_id from people))
      returning d.external_id
    )
    select external_id as "externalId" from people union all select external_id from bought
    union all select external_id from left_behind union all select external_id from drafted`);
  const ids = gone.map(({ externalId }) => externalId);
  await tx.q
    .delete(staleRecords)
    .where(
      and(
        eq(staleRecords.workspaceId, tx.workspaceId),
        or(inArray(staleRecords.externalId, ids), inArray(staleRecords.replacedBy, ids)),
      ),
    );
  return ids;
}
