import type { OpenCount } from "./counted-views.ts";
import { type Bench, rejudge } from "./memberships.ts";

/** Conversations a beginning count looks at in one transaction. */
const slice = 2000;
/** Rows of a count nobody needs any more that are cleared away in one transaction. */
const clearedAtOnce = 5000;

/**
 * One slice of the counts that have not seen every conversation yet, in order of id: stopped at any moment, it goes on
 * from there. Meanwhile the log is followed for them too, so that nothing is missed behind or before the place it is at.
 *
 * @returns whether all counts are whole.
 */
export async function continueCounts(bench: Bench, counts: readonly OpenCount[]): Promise<boolean> {
  const unfinished = counts.filter(({ begunUpTo }) => begunUpTo !== null);
  const from = unfinished.map(({ begunUpTo }) => begunUpTo!).sort()[0];
  if (from === undefined) return true;
  const { sql, workspaceId } = bench;
  // Those that are at the same place go on together.
  const together = unfinished.filter(({ begunUpTo }) => begunUpTo === from);
  const ids = await sql<{ id: string }[]>`
    select id from conversations where workspace_id = ${workspaceId} and id > ${from} order by id limit ${slice}`;
  await rejudge(
    bench,
    together,
    ids.map(({ id }) => id),
  );
  const upTo = ids.length === slice ? ids.at(-1)!.id : null;
  await sql`
    update view_counts set begun_up_to = ${upTo}::uuid
    where workspace_id = ${workspaceId} and id = any(${together.map(({ countId }) => countId)}::uuid[])`;
  return upTo === null && together.length === unfinished.length;
}

/** Clears away some of what belongs to no view any more. @returns whether nothing is left. */
export async function clearAwayCounts({ sql, workspaceId }: Bench): Promise<boolean> {
  const [left] = await sql<{ id: string }[]>`
    select id from view_counts k where k.workspace_id = ${workspaceId} and not exists (
      select 1 from views v where v.workspace_id = ${workspaceId} and v.count_id = k.id) limit 1`;
  if (!left) return true;
  const gone = await sql`
    delete from view_memberships where ctid = any(array(
      select ctid from view_memberships where workspace_id = ${workspaceId} and count_id = ${left.id}
      limit ${clearedAtOnce})) returning 1`;
  if (gone.length === clearedAtOnce) return false;
  await sql`delete from view_tallies where workspace_id = ${workspaceId} and count_id = ${left.id}`;
  await sql`delete from view_counts where workspace_id = ${workspaceId} and id = ${left.id}`;
  return false;
}
