import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import type { TxContext } from "../events/index.ts";
import { isDrawn } from "./rules.ts";
import type { HoldOut } from "./tables.ts";

/**
 * Draws whether the AI keeps out of a conversation, before its first turn there: what the turn finds out has no part in
 * it. Both outcomes are kept, for only what was drawn is compared. Safe to repeat: the first draw stays.
 */
export async function drawHoldOut(
  tx: TxContext,
  { percent, salt, since }: HoldOut,
  conversationId: string,
): Promise<void> {
  await tx.q.execute(sql`
    insert into hold_out_draws (workspace_id, conversation_id, is_held_out, percent, drawn_at)
    select workspace_id, id, ${isDrawn(salt, conversationId, percent)}::boolean, ${percent}::int,
      ${now().toISOString()}::timestamptz
    from conversations
    where workspace_id = ${tx.workspaceId} and id = ${conversationId} and created_at >= ${since.toISOString()}
    on conflict do nothing`);
}
