import { and, asc, eq, or } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { maySee } from "./rules.ts";
import { type View, viewCounts, views } from "./tables.ts";

/** A view with its number; null while it is being counted for the first time, and for what is not counted. */
export type CountedView = View & { conversations: number | null };

/** Those the actor may see, in their order. */
export async function listViews(ctx: Context): Promise<CountedView[]> {
  allow(ctx, "views:read");
  const own = ctx.actor.type === "member" ? eq(views.ownerId, ctx.actor.id) : undefined;
  return readViews(ctx, or(eq(views.visibility, "shared"), own));
}

/** @throws NotFound also for another workspace's, and for a private one of somebody else. */
export async function getView(ctx: Context, viewId: string): Promise<CountedView> {
  allow(ctx, "views:read");
  const [view] = await readViews(ctx, eq(views.id, viewId));
  if (view && maySee(ctx, view)) return view;
  throw new NotFound("View", viewId);
}

/** Takes the row's lock. @throws NotFound also for a private one of somebody else. */
export async function lockView(tx: TxContext, viewId: string): Promise<View> {
  const [view] = await tx.q.select().from(views).where(isView(tx, viewId)).for("update");
  if (view && maySee(tx, view)) return view;
  throw new NotFound("View", viewId);
}

export function isView(ctx: Context, viewId: string) {
  return and(eq(views.workspaceId, ctx.workspaceId), eq(views.id, viewId));
}

async function readViews(ctx: Context, which: ReturnType<typeof or>): Promise<CountedView[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ view: views, count: viewCounts })
      .from(views)
      .leftJoin(viewCounts, and(eq(viewCounts.workspaceId, ctx.workspaceId), eq(viewCounts.id, views.countId)))
      .where(and(eq(views.workspaceId, ctx.workspaceId), which))
      .orderBy(asc(views.visibility), asc(views.position), asc(views.id)),
  );
  return rows.map(({ view, count }) => ({
    ...view,
    conversations: count && count.begunUpTo === null ? count.conversations : null,
  }));
}
