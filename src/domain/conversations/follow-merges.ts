import type { RawTransaction } from "../../platform/db.ts";
import type { FilingRow } from "./receive-queries.ts";

/** The same rows, those whose conversation was merged led to where it is read now. */
export async function followMerges(tx: RawTransaction, rows: readonly FilingRow[]): Promise<FilingRow[]> {
  const keys = rows.map(({ n, workspaceId, threadConnectionId, threadKey }) => ({
    ...{ n, workspaceId, threadConnectionId, threadKey },
  }));
  const merged = await tx<Pick<FilingRow, "n" | "threadConnectionId" | "threadKey" | "homeConversationId">[]>`
    select w.n, c.connection_id as "threadConnectionId", c.thread_key as "threadKey", t.id as "homeConversationId"
    from json_to_recordset(${JSON.stringify(keys)}::text::json) as w(n int, "workspaceId" uuid,
      "threadConnectionId" uuid, "threadKey" text)
    cross join lateral (
      select id, merged_into_id from conversations where workspace_id = w."workspaceId"
        and connection_id = w."threadConnectionId" and thread_key = w."threadKey" limit 1) t
    cross join lateral (
      select connection_id, thread_key from conversations
      where workspace_id = w."workspaceId" and id = t.merged_into_id limit 1) c`;
  const into = new Map(merged.map((row) => [row.n, row]));
  return rows.map((row) => ({ ...row, ...into.get(row.n) }));
}
