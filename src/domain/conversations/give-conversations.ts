import { sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";

export interface Giving {
  from: string;
  to: string;
  /** Absent: all. */
  only?: readonly string[];
  /** Besides `only`, those opened since then by a message from an address of `to`. */
  orSince?: Date;
}

/** Gives conversations of one customer to another, whatever team has them. @returns their ids. */
export async function giveConversations(tx: TxContext, { from, to, only, orSince }: Giving): Promise<string[]> {
  const ids = JSON.stringify(only ?? []);
  const isListed = sql`c.id in (select value::uuid from json_array_elements_text(${ids}::text::json))`;
  const isHers = sql`c.created_at > ${(orSince ?? new Date(0)).toISOString()}::timestamptz and exists (
    select 1 from (
      select lower(m."from" ->> 'address') as address from messages m
      where m.workspace_id = ${tx.workspaceId} and m.conversation_id = c.id and m.kind = 'customer'
      order by m.position limit 1) first
    join identities i on i.workspace_id = ${tx.workspaceId} and i.customer_id = ${to} and i.value = first.address)`;
  const chosen = only ? (orSince ? sql`and (${isListed} or ${isHers})` : sql`and ${isListed}`) : sql``;
  const rows = await tx.q.execute<{ id: string }>(sql`
    with chosen as materialized (
      select c.id from conversations c where c.workspace_id = ${tx.workspaceId} and c.customer_id = ${from} ${chosen}
      order by c.id for no key update)
    update conversations c set customer_id = ${to} from chosen
    where c.workspace_id = ${tx.workspaceId} and c.id = chosen.id returning c.id`);
  return rows.map(({ id }) => id);
}
