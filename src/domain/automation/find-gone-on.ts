import { type Database, inOneTrip } from "../../platform/db.ts";
import { isOutreach } from "./rules.ts";
import type { Run } from "./tables.ts";

type Watched = Pick<Run, "workspaceId" | "id" | "conversationId" | "lastMessageId" | "because"> & {
  customerId: string;
};

/**
 * Of runs under way, of many workspaces, those about which something has changed since they began: the run has ended,
 * the AI is stopped, or the conversation is closed, another customer's, or went on. One statement for all of them. For
 * the product's own work.
 */
export async function findGoneOn(db: Database, watched: readonly Watched[]): Promise<Set<string>> {
  const workspaceIds = [...new Set(watched.map(({ workspaceId }) => workspaceId))];
  const asked = watched.map(({ workspaceId, id, conversationId, lastMessageId, customerId, because }) => ({
    ...{ workspaceId, id, conversationId, lastMessageId, customerId, mayBeClosed: isOutreach(because) },
  }));
  const rows = await inOneTrip<{ id: string }>(
    db.app,
    { workspaceIds },
    (sql) => sql`
      select w.id from json_to_recordset(${JSON.stringify(asked)}::text::json) as w(
        "workspaceId" uuid, id uuid, "conversationId" uuid, "lastMessageId" uuid, "customerId" uuid,
        "mayBeClosed" boolean)
      where not exists (select 1 from runs r
          where r.workspace_id = w."workspaceId" and r.id = w.id and r.finished_at is null)
        or exists (select 1 from ai_stops s where s.workspace_id = w."workspaceId")
        or not exists (select 1 from conversations c
          where c.workspace_id = w."workspaceId" and c.id = w."conversationId"
            and (c.folder = 'open' or (c.folder = 'closed' and w."mayBeClosed"))
            and c.customer_id = w."customerId")
        or w."lastMessageId" is distinct from (select m.id from messages m
          where m.workspace_id = w."workspaceId" and m.conversation_id = w."conversationId"
            and m.kind in ('customer', 'reply') and m.automatic is null
          order by m.position desc limit 1)`,
  );
  return new Set(rows.map(({ id }) => id));
}
