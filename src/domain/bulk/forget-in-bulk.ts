import { and, eq, inArray, sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { cancelBulkAction } from "./stop-bulk-action.ts";
import { bulkActions, bulkFormerValues } from "./tables.ts";

/**
 * Forgets what bulk actions know of these conversations beyond their ids: the values their fields had, and the value
 * that was set. One that is still setting it ends there.
 */
export async function forgetInBulk(tx: TxContext, { conversationIds }: { conversationIds: readonly string[] }) {
  const { workspaceId } = tx;
  const ids = sql`array(
    select value::uuid from json_array_elements_text(${JSON.stringify(conversationIds)}::text::json))`;
  const about = await tx.q
    .select({ id: bulkActions.id })
    .from(bulkActions)
    .where(
      and(
        eq(bulkActions.workspaceId, workspaceId),
        sql`action ->> 'type' = 'set_field' and exists (select 1 from bulk_slices s
          where s.workspace_id = ${workspaceId} and s.bulk_action_id = bulk_actions.id and s.conversation_ids && ${ids})`,
      ),
    );
  for (const { id } of about) await cancelBulkAction(tx, { bulkActionId: id });
  const found = about.map(({ id }) => id);
  if (found.length > 0) {
    await tx.q
      .update(bulkActions)
      .set({ action: sql`json_build_object('type', 'set_field', 'key', action ->> 'key', 'value', null)` })
      .where(and(eq(bulkActions.workspaceId, workspaceId), inArray(bulkActions.id, found)));
  }
  await tx.q
    .delete(bulkFormerValues)
    .where(and(eq(bulkFormerValues.workspaceId, workspaceId), sql`${bulkFormerValues.conversationId} = any(${ids})`));
}
