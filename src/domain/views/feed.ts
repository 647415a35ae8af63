import type { Database, RawTransaction } from "../../platform/db.ts";

/** How far a workspace's counts have come. */
export interface Feed {
  followedSeq: number;
  nextChangeAt: Date | null;
  hasUnfinished: boolean;
}

/** What a stretch of the log says has changed. */
export interface LoggedChanges {
  conversationIds: string[];
  /** Their fields changed, and with them all of their conversations. */
  customerIds: string[];
  upTo: number;
  more: boolean;
}

/** The workspaces whose counts are behind their log or the clock. Read across workspaces; one short row each. */
export async function feedsToFollow(db: Database, at: Date): Promise<string[]> {
  const rows = await db.system.sql<{ id: string }[]>`
    select f.workspace_id as id from view_feeds f left join event_counters c on c.workspace_id = f.workspace_id
    where f.has_unfinished or f.next_change_at <= ${at.toISOString()}::timestamptz or c.last_seq > f.followed_seq`;
  return rows.map(({ id }) => id);
}

/** Takes the feed for this transaction; null when another process has it, or there is none. */
export async function holdFeed(sql: RawTransaction, workspaceId: string, wait?: "wait"): Promise<Feed | null> {
  const [feed] = await sql<Feed[]>`
    select followed_seq::float8 as "followedSeq", next_change_at as "nextChangeAt", has_unfinished as "hasUnfinished"
    from view_feeds where workspace_id = ${workspaceId} for update ${wait ? sql`` : sql`skip locked`}`;
  return feed ?? null;
}

/** Events that change nothing a filter can ask for. */
const beside = new Set(["run", "draft", "view"]);

/** What is told of customers changes their conversations. */
const changesConversations = new Set([
  "customer.field_changed",
  "customer.merged",
  "customer.named",
  "customer.unmerged",
]);
/** The same, where a view asks for orders; what shops knew of somebody goes at once when she is to be erased. */
const changesOrders = new Set(["customer.orders_changed", "customer.erasure_requested"]);

/**
 * The changes after `seq`, at most `limit` events of them.
 * @param orders whether any view asks for orders: while a shop is copied, thousands are told that change nothing else.
 */
export async function changedSince(
  sql: RawTransaction,
  { workspaceId, seq, limit, orders }: { workspaceId: string; seq: number; limit: number; orders: boolean },
): Promise<LoggedChanges> {
  const rows = await sql<{ seq: number; name: string; data: Record<string, unknown> }[]>`
    select seq::float8 as seq, name, data from events
    where workspace_id = ${workspaceId} and seq > ${seq}::float8::bigint order by seq limit ${limit}`;
  const conversationIds = new Set<string>();
  const customerIds = new Set<string>();
  for (const { name, data } of rows) {
    if (beside.has(name.split(".")[0]!)) continue;
    for (const id of conversationsIn(data)) conversationIds.add(id);
    if (!changesConversations.has(name) && !(orders && changesOrders.has(name))) continue;
    for (const [key, value] of Object.entries(data)) if (/customerId$/i.test(key)) customerIds.add(String(value));
  }
  return {
    conversationIds: [...conversationIds],
    customerIds: [...customerIds],
    upTo: rows.at(-1)?.seq ?? seq,
    more: rows.length === limit,
  };
}

/** `conversationId` and whatever else is named as one: an event may be about two. */
function conversationsIn(data: Record<string, unknown>): string[] {
  return Object.entries(data)
    .filter(([key]) => /conversationIds?$/i.test(key))
    .flatMap(([, value]) => [value].flat())
    .filter((value): value is string => typeof value === "string");
}

export async function conversationsOf(
  sql: RawTransaction,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<string[]> {
  if (customerIds.length === 0) return [];
  const rows = await sql<{ id: string }[]>`
    select id from conversations where workspace_id = ${workspaceId} and customer_id = any(${[...customerIds]}::uuid[])`;
  return rows.map(({ id }) => id);
}

/** Those that enter or leave a view by time alone. */
export async function changedByTime(
  sql: RawTransaction,
  workspaceId: string,
  at: Date,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct conversation_id as id from (
      select conversation_id from view_memberships
      where workspace_id = ${workspaceId} and changes_at is not null and changes_at <= ${at.toISOString()}::timestamptz
      order by changes_at limit ${limit}) due`;
  return rows.map(({ id }) => id);
}

/** Writes down how far it is. */
export async function moveFeed(
  sql: RawTransaction,
  workspaceId: string,
  { followedSeq, hasUnfinished }: Pick<Feed, "followedSeq" | "hasUnfinished">,
): Promise<void> {
  await sql`
    update view_feeds set followed_seq = ${followedSeq}::float8::bigint, has_unfinished = ${hasUnfinished},
      next_change_at = (
        select changes_at from view_memberships where workspace_id = ${workspaceId} and changes_at is not null
        order by changes_at limit 1)
    where workspace_id = ${workspaceId}`;
}
