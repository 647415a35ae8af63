import { sql } from "drizzle-orm";
import type { EventName } from "./catalog.ts";
import type { TxContext } from "./transaction.ts";

/**
 * Says which events of a queue's optional routes this workspace has a use for from now on; the others make no jobs here.
 * The caller's last write but its events: the row it locks is the one that numbers them.
 */
export async function listenTo(
  tx: TxContext,
  { queue, events }: { queue: string; events: readonly EventName[] },
): Promise<void> {
  const wants = JSON.stringify(events.map((event) => `${queue} ${event}`));
  await tx.q.execute(sql`
    insert into event_counters as c (workspace_id, last_seq, wants)
    select ${tx.workspaceId}::uuid, 0, array(select json_array_elements_text(${wants}::text::json))
    on conflict (workspace_id) do update set wants =
      array(select one from unnest(c.wants) one where split_part(one, ' ', 1) <> ${queue}) || excluded.wants
    where c.wants is distinct from
      array(select one from unnest(c.wants) one where split_part(one, ' ', 1) <> ${queue}) || excluded.wants`);
}
