import { and, asc, eq, ne, or, type SQL, sql } from "drizzle-orm";
import { inOneTrip } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import { type CustomField, type Fields, fieldsWith } from "../filters/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import { maySee } from "./rules.ts";
import { noTeam, type View, viewCounts, views } from "./tables.ts";

/** A view with its number; null while it is being counted for the first time, and for what is not counted. */
export type CountedView = View & { conversations: number | null };

/** Those the actor may see, in their order. */
export async function listViews(ctx: Context): Promise<CountedView[]> {
  allow(ctx, "views:read");
  return readViews(ctx, undefined);
}

/** @throws NotFound also for another workspace's, and for one that is not for the actor. */
export async function getView(ctx: Context, viewId: string): Promise<CountedView> {
  allow(ctx, "views:read");
  const [view] = await readViews(ctx, eq(views.id, viewId));
  if (view) return view;
  throw new NotFound("View", viewId);
}

/**
 * A view and the custom fields its filter may name, in one round trip: the first half of what each page of it costs.
 * @throws NotFound as `getView` does.
 */
export async function openView(ctx: Context, viewId: string): Promise<{ view: OpenView; fields: Fields }> {
  allow(ctx, "views:read");
  const { workspaceId, db, actor } = ctx;
  const memberId = actor.type === "member" ? actor.id : noTeam;
  const [row] = await inOneTrip(
    db.app,
    sightOf(ctx),
    (sql) => sql<(OpenView & { own: CustomField[] | null })[]>`
      select v.filter, v.sort, v.visibility, v.owner_id as "ownerId", v.count_id as "countId", v.team_id as "teamId",
        exists (select 1 from team_members tm where tm.workspace_id = ${workspaceId} and tm.team_id = v.team_id
          and tm.member_id = ${memberId}) as "isInTeam",
        k.id is not null and k.begun_up_to is null as "isWhole",
        (select json_agg(json_build_object('id', f.id, 'entity', f.entity, 'key', f.key, 'label', f.label,
            'type', f.type, 'options', f.options, 'archived', f.archived_at is not null))
          from fields f where f.workspace_id = ${workspaceId} and strpos(v.filter::text, f.key) > 0) as own
      from views v left join view_counts k on k.workspace_id = ${workspaceId} and k.id = v.count_id
      where v.workspace_id = ${workspaceId} and v.id = ${viewId}`,
  );
  if (!row || !maySee(ctx, row)) throw new NotFound("View", viewId);
  const { own, ...view } = row;
  return { view, fields: fieldsWith(own ?? []) };
}

/** What a page has to know of its view. */
export interface OpenView extends Pick<View, "filter" | "sort" | "visibility" | "ownerId" | "teamId" | "countId"> {
  isInTeam: boolean;
  /** Its count has seen every conversation. */
  isWhole: boolean;
}

/** Takes the row's lock. @throws NotFound also for one that is not for the actor. */
export async function lockView(tx: TxContext, viewId: string): Promise<View> {
  const [row] = await tx.q
    .select({ view: views, isInTeam: isInTeam(tx) })
    .from(views)
    .where(isView(tx, viewId))
    .for("update");
  if (row && maySee(tx, { ...row.view, isInTeam: row.isInTeam })) return row.view;
  throw new NotFound("View", viewId);
}

export function isView(ctx: Context, viewId: string) {
  return and(eq(views.workspaceId, ctx.workspaceId), eq(views.id, viewId));
}

async function readViews(ctx: Context, which: SQL | undefined): Promise<CountedView[]> {
  const memberId = ctx.actor.type === "member" ? ctx.actor.id : noTeam;
  const rows = await read(ctx, (q) =>
    q
      .select({
        view: views,
        isInTeam: isInTeam(ctx),
        // Row-level security leaves out the tallies of private teams the actor is not in.
        conversations: sql<
          number | null
        >`case when ${viewCounts.id} is not null and ${viewCounts.begunUpTo} is null then (
          select coalesce(sum(t.conversations), 0)::int from view_tallies t
          where t.workspace_id = ${ctx.workspaceId} and t.count_id = ${viewCounts.id}) end`,
      })
      .from(views)
      .leftJoin(viewCounts, and(eq(viewCounts.workspaceId, ctx.workspaceId), eq(viewCounts.id, views.countId)))
      .where(
        and(
          eq(views.workspaceId, ctx.workspaceId),
          which,
          ctx.actor.type === "system" ? undefined : or(ne(views.visibility, "private"), eq(views.ownerId, memberId)),
        ),
      )
      .orderBy(asc(views.visibility), asc(views.position), asc(views.id)),
  );
  return rows
    .filter(({ view, isInTeam: inTeam }) => maySee(ctx, { ...view, isInTeam: inTeam }))
    .map(({ view, conversations }) => ({ ...view, conversations }));
}

function isInTeam({ workspaceId, actor }: Context) {
  // The column by its full name: Drizzle leaves out the table where there is but one, and here stands another.
  return sql<boolean>`exists (select 1 from team_members tm where tm.workspace_id = ${workspaceId}
    and tm.team_id = views.team_id and tm.member_id = ${actor.type === "member" ? actor.id : noTeam})`;
}
