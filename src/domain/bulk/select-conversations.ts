import { inOneTrip, inWorkspaces, type RawSql } from "../../platform/db.ts";
import { allowFilter, compileFilter, openFields, openFieldsIn } from "../filters/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import { sliceSize } from "./rules.ts";
import type { BulkAction, Selection } from "./tables.ts";

/** A large workspace is read whole for it; in milliseconds. */
const longestMs = 120_000;

type ByFilter = Extract<Selection, { by: "filter" }>;

/**
 * Fixes which conversations a bulk action is about: those that fit its filter, and were there when it was started. One
 * statement, which sees one moment; their ids stay in the database. Safe to repeat: chosen once, they stay.
 */
export async function selectConversations(ctx: Context, { id, selection, createdAt }: BulkAction): Promise<void> {
  if (selection.by !== "filter") return;
  allowFilter(ctx, selection.filter);
  const { workspaceId } = ctx;
  await inWorkspaces(ctx.db.app, sightOf(ctx), async (sql) => {
    await sql`select set_config('statement_timeout', ${String(longestMs)}, true)`;
    const [held] = await sql`
      select id from bulk_actions where workspace_id = ${workspaceId} and id = ${id} and state = 'selecting' for update`;
    if (!held) return;
    const fits = fitting(sql, workspaceId, selection, await openFieldsIn(sql, workspaceId));
    await sql`
      insert into bulk_slices (workspace_id, bulk_action_id, n, conversation_ids)
      select ${workspaceId}::uuid, ${id}::uuid, n, array_agg(id order by id) from (
        select c.id, (row_number() over (order by c.id) - 1) / ${sliceSize}::int as n from conversations c
        where c.workspace_id = ${workspaceId} and c.created_at <= ${createdAt.toISOString()}::timestamptz and ${fits}
      ) chosen group by n`;
    await sql`
      update bulk_actions set state = 'running', total = (
        select coalesce(sum(cardinality(conversation_ids)), 0) from bulk_slices
        where workspace_id = ${workspaceId} and bulk_action_id = ${id})
      where workspace_id = ${workspaceId} and id = ${id}`;
  });
}

/** Those of a slice that still fit: what somebody decided meanwhile is not overruled. */
export async function stillFitting(
  ctx: Context,
  { selection }: Pick<BulkAction, "selection">,
  conversationIds: readonly string[],
): Promise<readonly string[]> {
  if (selection.by !== "filter") return conversationIds;
  allowFilter(ctx, selection.filter);
  const { workspaceId } = ctx;
  const fields = await openFields(ctx);
  const rows = await inOneTrip(
    ctx.db.app,
    sightOf(ctx),
    (sql) => sql<{ id: string }[]>`
      select c.id from conversations c where c.workspace_id = ${workspaceId}
        and c.id = any(${[...conversationIds]}::uuid[]) and ${fitting(sql, workspaceId, selection, fields)}`,
  );
  return rows.map(({ id }) => id);
}

/** Time stands still for it: "older than two days" means two days before it was started. */
function fitting(
  sql: RawSql,
  workspaceId: string,
  { filter, me, at }: ByFilter,
  fields: Awaited<ReturnType<typeof openFields>>,
) {
  return compileFilter(filter, fields, { sql, workspaceId }, { now: new Date(at), me });
}
