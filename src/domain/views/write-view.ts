import { and, count, eq, max, sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import type { TxContext } from "../events/index.ts";
import { allowFilter, checkFilter, checkReferences, type Filter, openFields, refusedFilter } from "../filters/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isCounted, most } from "./rules.ts";
import { type View, viewCounts, views } from "./tables.ts";

/**
 * @throws AppError("invalid_input") with `details.reason` "filter" and `details.problems`, each with its path.
 * @throws AppError("forbidden") for one about orders, by who may not read them.
 */
export async function checkViewFilter(ctx: Context, given: unknown): Promise<Filter> {
  const fields = await openFields(ctx);
  const filter = checkFilter(given, fields);
  allowFilter(ctx, filter);
  const [problems = []] = await checkReferences(ctx, [filter], fields);
  const gone = problems.filter(({ standing }) => standing === "gone");
  if (gone.length > 0) throw refusedFilter(gone.map(({ path, message }) => ({ path, message })));
  return filter;
}

/** Every order can be walked for a view that is counted; one that is not is walked through the inbox itself. */
export function checkSort(view: Pick<View, "visibility" | "filter" | "sort">): void {
  if (isCounted(view) || view.sort === "last_activity") return;
  throw new AppError("invalid_input", "A shared view that asks for “me” is sorted by last activity", {
    details: { field: "sort" },
  });
}

/** Where views are made one after the other: their number is bounded. */
export async function lockViews(tx: TxContext): Promise<void> {
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`views ${tx.workspaceId}`}, 0))`);
}

export type Owner = Pick<View, "visibility" | "ownerId" | "teamId">;

/**
 * Whose a view will be.
 * @throws AppError("forbidden") when nobody can own a private one; NotFound, AppError("conflict") for its team.
 */
export async function ownerOf(
  ctx: Context,
  { visibility, teamId = null }: { visibility: View["visibility"]; teamId?: string | null | undefined },
): Promise<Owner> {
  if (visibility === "shared") return { visibility, ownerId: null, teamId: null };
  if (visibility === "team") {
    if (teamId !== null) return { visibility, ownerId: null, teamId: (await getTeamInUse(ctx, teamId)).id };
    throw new AppError("invalid_input", "Name the team whose view it is", { details: { field: "teamId" } });
  }
  if (ctx.actor.type === "member") return { visibility, ownerId: ctx.actor.id, teamId: null };
  throw new AppError("forbidden", "A private view belongs to a person: log in, or make a shared one");
}

/** @returns the place behind the last one. @throws AppError("conflict") with `details.reason` "too_many_views". */
export async function nextPosition(tx: TxContext, { visibility, ownerId, teamId }: Owner) {
  const [row] = await tx.q
    .select({ views: count(), last: max(views.position) })
    .from(views)
    .where(
      and(
        eq(views.workspaceId, tx.workspaceId),
        eq(views.visibility, visibility),
        ownerId === null ? undefined : eq(views.ownerId, ownerId),
        teamId === null ? undefined : eq(views.teamId, teamId),
      ),
    );
  if (row!.views < most[visibility]) return (row!.last ?? 0) + 1;
  throw new AppError("conflict", `There are at most ${most[visibility]} ${visibility} views: delete one first`, {
    details: { reason: "too_many_views", limit: most[visibility] },
  });
}

/**
 * Begins a count for a view. What it had is left to `keepCounts` to clear away.
 * @returns the count's id, to be written to the view in the same transaction.
 */
export async function beginCount(tx: TxContext, view: Pick<View, "visibility" | "filter">): Promise<string> {
  const id = newId();
  await noteUnfinished(tx);
  if (isCounted(view)) await tx.q.insert(viewCounts).values({ workspaceId: tx.workspaceId, id, begunUpTo: firstId });
  return id;
}

/** Tells the follower that there is more to do than the log says. Waits for what it is doing at the moment. */
export async function noteUnfinished(tx: TxContext): Promise<void> {
  await tx.q.execute(sql`
    insert into view_feeds (workspace_id, followed_seq, has_unfinished)
    select ${tx.workspaceId}::uuid, coalesce(max(last_seq), 0), true from event_counters
    where workspace_id = ${tx.workspaceId}
    on conflict (workspace_id) do update set has_unfinished = true`);
}

const firstId = "00000000-0000-0000-0000-000000000000";
