import type { RawTransaction } from "../../platform/db.ts";
import { type Fields, type Filter, problemsOf } from "../filters/index.ts";
import { countsFor, shownBy } from "./rules.ts";
import type { View } from "./tables.ts";

/** A view as it is counted. */
export interface OpenCount extends Pick<View, "sort" | "visibility"> {
  viewId: string;
  countId: string;
  /** What is really asked: see `shownBy`. */
  filter: Filter;
  me: string | null;
  conversations: number;
  /** How many of them belong to which private teams, if any do: then the number is not the same for everybody. */
  spread: string | null;
  begunUpTo: string | null;
  /** It asks for something that is gone: nothing fits, whatever it says. */
  isBroken: boolean;
}

type Row = Pick<View, "filter" | "sort" | "visibility" | "ownerId"> &
  Pick<OpenCount, "viewId" | "countId" | "conversations" | "spread" | "begunUpTo">;

/** Every view of the workspace that is counted, one row each. */
export async function openCounts(sql: RawTransaction, workspaceId: string): Promise<Row[]> {
  return sql<Row[]>`
    select v.id as "viewId", v.filter, v.sort, v.visibility, v.owner_id as "ownerId", k.id as "countId",
      k.begun_up_to as "begunUpTo", tally.conversations, tally.spread
    from views v join view_counts k on k.workspace_id = ${workspaceId} and k.id = v.count_id
    cross join lateral (
      select coalesce(sum(t.conversations), 0)::int as conversations,
        string_agg(t.team_id || ' ' || t.conversations, ' ' order by t.team_id) filter (where exists (
          select 1 from teams where teams.workspace_id = ${workspaceId} and teams.id = t.team_id and is_private)) as spread
      from view_tallies t where t.workspace_id = ${workspaceId} and t.count_id = k.id) tally
    where v.workspace_id = ${workspaceId}`;
}

/** @param fields read after the rows: a field that a view names is then among them. */
export function countOf(row: Row, fields: Fields): OpenCount {
  const { ownerId: _, ...count } = row;
  const filter = shownBy(row.filter);
  return { ...count, filter, me: countsFor(row), isBroken: problemsOf(filter, fields).length > 0 };
}
