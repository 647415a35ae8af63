import type { RawTransaction } from "../../platform/db.ts";
import {
  asksForOrders,
  conditionsOf,
  evaluate,
  type FieldDefinition,
  type Fields,
  readSnapshots,
  type Snapshot,
} from "../filters/index.ts";
import type { OpenCount } from "./counted-views.ts";
import { sortKeyOf } from "./rules.ts";
import { noTeam } from "./tables.ts";

/** Where and when conversations are held against views: inside the transaction that holds the workspace's feed. */
export interface Bench {
  sql: RawTransaction;
  workspaceId: string;
  at: Date;
  fields: Fields;
}

interface Membership {
  conversationId: string;
  countId: string;
  /** `noTeam` for none. */
  teamId: string;
  fits: boolean;
  sortKey: number;
  changesAt: Date | null;
}

/**
 * Holds these conversations, as they are now, against these views, and writes what is different from before: four
 * statements, however many there are. What is right already is not written.
 */
export async function rejudge(bench: Bench, counts: readonly OpenCount[], ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || counts.length === 0) return;
  const { sql, workspaceId } = bench;
  const rows = new Map(
    (await readSnapshots(sql, workspaceId, ids, fieldsOf(bench, counts))).map((row) => [row.id, row]),
  );
  const before = await readMemberships(bench, counts, ids);
  const wrong: Membership[] = [];
  const over: Membership[] = [];
  const tallies = new Map<string, Tally>();
  for (const count of counts) {
    for (const id of ids) {
      const held = before.get(`${count.countId} ${id}`);
      const row = rows.get(id);
      const due = row ? judge(bench, count, row) : null;
      if (isSame(held, due)) continue;
      if (due) wrong.push(due);
      else if (held) over.push(held);
      if (held?.fits) tally(tallies, held, -1);
      if (due?.fits) tally(tallies, due, 1);
    }
  }
  await writeMemberships(bench, wrong, over);
  await moveTallies(
    bench,
    [...tallies.values()].filter(({ by }) => by !== 0),
  );
}

interface Tally extends Pick<Membership, "countId" | "teamId"> {
  by: number;
}

function tally(tallies: Map<string, Tally>, { countId, teamId }: Membership, by: 1 | -1): void {
  const key = `${countId} ${teamId}`;
  tallies.set(key, { countId, teamId, by: (tallies.get(key)?.by ?? 0) + by });
}

/** Null: it does not fit, and time alone will not change that. */
function judge({ fields, at }: Bench, count: OpenCount, row: Snapshot): Membership | null {
  if (count.isBroken) return null;
  const { fits, until } = evaluate(count.filter, fields, row, { now: at, me: count.me });
  if (!fits && until === null) return null;
  const changesAt = until === null ? null : new Date(until);
  const [sortKey, teamId] = [sortKeyOf(count.sort, row), row.teamId ?? noTeam];
  return { conversationId: row.id, countId: count.countId, teamId, fits, sortKey, changesAt };
}

function isSame(a: Membership | undefined, b: Membership | null): boolean {
  if (!a || !b) return !a && !b;
  return (
    a.fits === b.fits &&
    a.teamId === b.teamId &&
    a.sortKey === b.sortKey &&
    a.changesAt?.getTime() === b.changesAt?.getTime()
  );
}

/** What any of these views asks for beside the conversation itself. */
function fieldsOf({ fields }: Bench, counts: readonly OpenCount[]) {
  const asked = counts.flatMap(({ filter }) =>
    conditionsOf(filter).flatMap(({ condition }) => fields.get(condition.field) ?? []),
  );
  const idsOf = (some: readonly FieldDefinition[]) => [
    ...new Set(some.flatMap(({ customFieldId }) => customFieldId ?? [])),
  ];
  return {
    fieldIds: idsOf(asked.filter(({ name }) => name.startsWith("fields."))),
    customerFieldIds: idsOf(asked.filter(({ name }) => name.startsWith("customer_fields."))),
    orders: counts.some(({ filter }) => asksForOrders(filter)),
  };
}

// What is asked of many conversations is a lateral look-up that cannot become a join: each walks its own index, where a
// join might read all memberships of the workspace.

async function readMemberships(
  { sql, workspaceId }: Bench,
  counts: readonly OpenCount[],
  ids: readonly string[],
): Promise<Map<string, Membership>> {
  const rows = await sql<Membership[]>`
    select m.conversation_id as "conversationId", m.count_id as "countId", m.team_id as "teamId", m.fits, m.sort_key::float8 as "sortKey",
      m.changes_at as "changesAt"
    from unnest(${[...ids]}::uuid[]) as wanted(id) cross join lateral (
      select * from view_memberships where workspace_id = ${workspaceId} and conversation_id = wanted.id offset 0) m
    where m.count_id = any(${counts.map(({ countId }) => countId)}::uuid[])`;
  return new Map(rows.map((row) => [`${row.countId} ${row.conversationId}`, row]));
}

async function writeMemberships(
  { sql, workspaceId }: Bench,
  wrong: readonly Membership[],
  over: readonly Membership[],
): Promise<void> {
  if (wrong.length > 0) {
    await sql`
      insert into view_memberships (workspace_id, conversation_id, count_id, team_id, fits, sort_key, changes_at)
      select ${workspaceId}, "conversationId", "countId", "teamId", fits, "sortKey", "changesAt"
      from json_to_recordset(${JSON.stringify(wrong)}::text::json) as m("conversationId" uuid, "countId" uuid,
        "teamId" uuid, fits boolean, "sortKey" bigint, "changesAt" timestamptz)
      on conflict (workspace_id, conversation_id, count_id) do update set
        team_id = excluded.team_id, fits = excluded.fits, sort_key = excluded.sort_key, changes_at = excluded.changes_at`;
  }
  if (over.length > 0) {
    const [conversationIds, countIds] = [over.map((one) => one.conversationId), over.map((one) => one.countId)];
    await sql`
      delete from view_memberships where ctid = any(array(
        select found.ctid from unnest(${conversationIds}::uuid[], ${countIds}::uuid[]) as gone(conversation_id, count_id)
        cross join lateral (
          select ctid from view_memberships m where m.workspace_id = ${workspaceId}
            and m.conversation_id = gone.conversation_id and m.count_id = gone.count_id limit 1) found))`;
  }
}

async function moveTallies({ sql, workspaceId }: Bench, moved: readonly Tally[]): Promise<void> {
  if (moved.length === 0) return;
  await sql`
    insert into view_tallies as t (workspace_id, count_id, team_id, conversations)
    select ${workspaceId}, "countId", "teamId", by
    from json_to_recordset(${JSON.stringify(moved)}::text::json) as m("countId" uuid, "teamId" uuid, by int)
    on conflict (workspace_id, count_id, team_id) do update set conversations = t.conversations + excluded.conversations`;
}
