import { inOneTrip, type RawSql } from "../../platform/db.ts";
import { type InboxRow, inboxRows } from "../conversations/index.ts";
import { compileFilter, type Fragment } from "../filters/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import type { ConversationPage, Question, ViewPosition } from "./pages.ts";
import { sortKeyOf } from "./rules.ts";
import type { View } from "./tables.ts";

/** Events not yet followed that a page looks at itself. */
const unfollowed = 500;

/**
 * A page of a view whose count is whole: a walk along its memberships, in their order, however rare or frequent what
 * fits is among a million. What changed since they were written is looked at directly, so that nobody waits to see
 * her own change, and each row is asked again.
 */
export async function walkView(
  ctx: Context,
  { countId, sort, ...question }: Omit<Question, "workspaceId"> & Pick<View, "countId" | "sort">,
  { after, limit }: { after?: Pick<ViewPosition, "key" | "id">; limit: number },
): Promise<ConversationPage> {
  const { workspaceId, db } = ctx;
  const rows: InboxRow[] = await inOneTrip(db.app, sightOf(ctx), (sql) => {
    const key = sortKeySql(sql, sort);
    const fits = compileFilter(question.filter, question.fields, { sql, workspaceId }, question);
    const from = (place: Fragment) =>
      after ? sql`and ${place} < (${after.key}::float8::bigint, ${after.id}::uuid)` : sql``;
    const changed = sql`
      select distinct named.id::uuid as id from (
        select data from events where workspace_id = ${workspaceId} and seq > (
          select followed_seq from view_feeds where workspace_id = ${workspaceId}) order by seq limit ${unfollowed}) e
      cross join lateral (
        select value as id from json_each_text(e.data) where key like '%onversationId'
        union all select json_array_elements_text(e.data -> 'otherConversationIds')) named`;
    const row = (id: Fragment) => sql`
      lateral (select * from conversations where workspace_id = ${workspaceId} and id = ${id} limit 1) c`;
    const chosen = sql`
      select c.* from (
        (select c.* from view_memberships m cross join ${row(sql`m.conversation_id`)}
          where m.workspace_id = ${workspaceId} and m.count_id = ${countId} and m.fits
            ${from(sql`(m.sort_key, m.conversation_id)`)} and ${fits}
            and not (m.conversation_id = any(array(${changed})))
          order by m.sort_key desc nulls last, m.conversation_id desc nulls last limit ${limit})
        union all
        (select c.* from (${changed}) changed cross join ${row(sql`changed.id`)}
          where ${fits} ${from(sql`(${key}, c.id)`)})) c
      order by ${key} desc, c.id desc limit ${limit}`;
    return inboxRows(sql, ctx, chosen, sql`${key} desc, c.id desc`);
  });
  const last = rows.length === limit ? rows.at(-1)! : null;
  return { rows, next: last && { by: "kept", key: sortKeyOf(sort, last), id: last.id } };
}

/** The same as `sortKeyOf`. */
function sortKeySql(sql: RawSql, sort: View["sort"]): Fragment {
  const ms = (column: Fragment) => sql`(extract(epoch from ${column}) * 1000)::bigint`;
  if (sort === "last_activity") return ms(sql`c.last_message_at`);
  if (sort === "created") return ms(sql`c.created_at`);
  return sql`coalesce(-${ms(sql`c.waiting_since`)}, -9000000000000000)`;
}
