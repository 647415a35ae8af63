import { inWorkspaces, type RawTransaction } from "../../platform/db.ts";
import { type InboxRow, inboxRows } from "../conversations/index.ts";
import { compileFilter } from "../filters/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import type { ConversationPage, Question, ViewPosition } from "./pages.ts";
import { anchorsOf } from "./rules.ts";

/** Rows of a folder looked at for one page: what a rare filter costs at most. */
const lookedAt = 5000;
/** A statement that takes longer than this, in milliseconds, gives up: it must not hold up the inbox. */
const longestMs = 3000;

type Place = Pick<ViewPosition, "key" | "id">;

/**
 * What fits, latest activity first, found by walking the inbox in its order and looking at each row. It stops at
 * `limit` rows that fit or after `lookedAt` of each folder, whichever comes first; then the page is short and says where
 * to go on. So a filter costs the same at a thousand conversations and at a million.
 */
export async function walkInbox(
  ctx: Context,
  question: Omit<Question, "workspaceId">,
  { after, limit }: { after?: Place; limit: number },
): Promise<ConversationPage> {
  const { workspaceId, db } = ctx;
  return inWorkspaces(db.app, sightOf(ctx), async (sql) => {
    const walk = openWalk(sql, { ...question, workspaceId }, after);
    const [, rows] = await Promise.all([
      sql`select set_config('statement_timeout', ${String(longestMs)}, true)`.execute(),
      inboxRows(sql, ctx, walk.fitting(limit)),
    ]);
    const full = rows.length === limit ? placeOf(rows.at(-1)!) : null;
    if (full) return { rows, next: { by: "walked", ...full } };
    const edge = await walk.edge();
    if (!edge) return { rows, next: null };
    // Below the edge of one folder, rows of another would come too early.
    return { rows: rows.filter((row) => !isBelow(placeOf(row), edge)), next: { by: "walked", ...edge } };
  });
}

function openWalk(sql: RawTransaction, question: Question, after: Place | undefined) {
  const { workspaceId, filter } = question;
  const { folders, assigneeId } = anchorsOf(filter, question.me);
  const ofAssignee = assigneeId === null ? sql`` : sql`and assignee_id = ${assigneeId}::uuid`;
  const following = after
    ? sql`and (last_message_at, id) < (${new Date(after.key).toISOString()}::timestamptz, ${after.id}::uuid)`
    : sql``;
  // In exactly the order of the index, see `listConversations`.
  const inOrder = sql`
    select * from conversations where workspace_id = ${workspaceId} ${ofAssignee} and folder = f.folder ${following}
    order by last_message_at desc nulls last, id desc nulls last`;
  const ofFolders = sql`unnest(${folders}::text[]) as f(folder)`;
  return {
    fitting: (limit: number) => sql`
      select c.* from ${ofFolders} cross join lateral (
        select c.* from (${inOrder} limit ${lookedAt}) c
        where ${compileFilter(filter, question.fields, { sql, workspaceId }, question)}
        order by c.last_message_at desc, c.id desc limit ${limit}) c
      order by c.last_message_at desc, c.id desc limit ${limit}`,
    /** The last place that every folder was looked at up to; null when all were read to their ends. */
    edge: async (): Promise<Place | null> => {
      const [row] = await sql<{ lastMessageAt: Date; id: string }[]>`
        select e.last_message_at as "lastMessageAt", e.id from ${ofFolders} cross join lateral (
          select c.last_message_at, c.id from (${inOrder} offset ${lookedAt - 1} limit 1) c) e
        order by e.last_message_at desc, e.id desc limit 1`;
      return row ? { key: row.lastMessageAt.getTime(), id: row.id } : null;
    },
  };
}

function placeOf({ lastMessageAt, id }: Pick<InboxRow, "lastMessageAt" | "id">): Place {
  return { key: lastMessageAt.getTime(), id };
}

function isBelow(a: Place, b: Place): boolean {
  return a.key === b.key ? a.id < b.id : a.key < b.key;
}
