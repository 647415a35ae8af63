import { now } from "../../platform/clock.ts";
import { inWorkspaces } from "../../platform/db.ts";
import { allow } from "../access/index.ts";
import { compileFilter, openFieldsIn } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import { countOf, openCounts } from "./counted-views.ts";
import { changedSince, holdFeed } from "./feed.ts";

/** A view whose kept number is not what a count finds. */
export interface Drift {
  viewId: string;
  kept: number;
  counted: number;
}

export interface Recount {
  views: number;
  drift: Drift[];
  /** Changes that the counts have not followed yet; with some, a difference proves nothing. */
  behind: number;
}

/**
 * Counts every view anew, from the conversations themselves, and says where the kept numbers differ. It reads all of
 * them: for checks, not for screens. Nothing is changed; the counts stand still meanwhile.
 */
export async function recountViews(ctx: Context): Promise<Recount> {
  allow(ctx, "views:manage");
  const { workspaceId, db } = ctx;
  return inWorkspaces(db.app, [workspaceId], async (sql) => {
    const feed = await holdFeed(sql, workspaceId, "wait");
    if (!feed) return { views: 0, drift: [], behind: 0 };
    const at = { workspaceId, seq: feed.followedSeq, limit: 1, orders: true };
    const { conversationIds, customerIds } = await changedSince(sql, at);
    const rows = await openCounts(sql, workspaceId);
    const fields = await openFieldsIn(sql, workspaceId);
    const counts = rows.map((row) => countOf(row, fields)).filter(({ begunUpTo, isBroken }) => !begunUpTo && !isBroken);
    const drift: Drift[] = [];
    for (const { viewId, filter, me, conversations: kept } of counts) {
      const fits = compileFilter(filter, fields, { sql, workspaceId }, { now: now(), me });
      const [row] = await sql<{ counted: number }[]>`
        select count(*)::int as counted from conversations c where c.workspace_id = ${workspaceId} and ${fits}`;
      if (row!.counted !== kept) drift.push({ viewId, kept, counted: row!.counted });
    }
    return { views: counts.length, drift, behind: conversationIds.length + customerIds.length };
  });
}
