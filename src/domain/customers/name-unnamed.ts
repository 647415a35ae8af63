import type { RawTransaction } from "../../platform/db.ts";

/**
 * Those of these customers who are called by an address of theirs, because they never said a name, get one.
 * @returns who got it.
 */
export async function nameUnnamed(
  tx: RawTransaction,
  workspaceId: string,
  named: readonly { customerId: string; name: string }[],
): Promise<string[]> {
  if (named.length === 0) return [];
  const rows = await tx<{ id: string }[]>`
    update customers c set name = w.name
    from json_to_recordset(${JSON.stringify(named)}::text::json) as w("customerId" uuid, name text)
    where c.workspace_id = ${workspaceId} and c.id = w."customerId" and exists (
      select 1 from identities i
      where i.workspace_id = ${workspaceId} and i.customer_id = c.id and i.value = lower(c.name))
    returning c.id`;
  return rows.map(({ id }) => id);
}
