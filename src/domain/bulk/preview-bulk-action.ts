import { inWorkspaces } from "../../platform/db.ts";
import { allow } from "../access/index.ts";
import { compileFilter, openFieldsIn } from "../filters/index.ts";
import { checkChange } from "../steps/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import { type Choice, choose } from "./choose.ts";
import { type Action, mostPreviewed } from "./rules.ts";

/** Looking longer than this, in milliseconds, would hold up others. */
const longestMs = 3000;

export interface BulkPreview {
  /** Conversations it would be about; by a filter at most 10,000 are counted. Null: looking took too long. */
  conversations: number | null;
  /** False: there are more. */
  complete: boolean;
}

/**
 * What a bulk action would be about, without beginning it. It refuses what `startBulkAction` refuses.
 * @throws AppError as `choose` and `checkChange` do.
 */
export async function previewBulkAction(
  ctx: Context,
  { choice, action }: { choice: Choice; action: Action },
): Promise<BulkPreview> {
  allow(ctx, "conversations:write");
  const { selection, conversationIds, counted } = await choose(ctx, choice);
  await checkChange(ctx, action);
  if (counted !== null) return { conversations: counted, complete: true };
  const { workspaceId } = ctx;
  return inWorkspaces(ctx.db.app, sightOf(ctx), async (sql) => {
    const fields = await openFieldsIn(sql, workspaceId);
    const fits =
      selection.by === "filter"
        ? compileFilter(
            selection.filter,
            fields,
            { sql, workspaceId },
            { now: new Date(selection.at), me: selection.me },
          )
        : sql`c.id = any(${conversationIds}::uuid[])`;
    await sql`select set_config('statement_timeout', ${String(longestMs)}, true)`;
    const rows = await sql<{ found: number }[]>`
      select count(*)::int as found from (
        select 1 from conversations c where c.workspace_id = ${workspaceId} and ${fits} limit ${mostPreviewed + 1}) fitting`;
    const { found } = rows[0]!;
    return { conversations: Math.min(found, mostPreviewed), complete: found <= mostPreviewed };
  }).catch((error: unknown) => {
    if (!isTimeout(error)) throw error;
    return { conversations: null, complete: false };
  });
}

/** Source: https://www.postgresql.org/docs/current/errcodes-appendix.html (query_canceled) */
function isTimeout(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "57014";
}
