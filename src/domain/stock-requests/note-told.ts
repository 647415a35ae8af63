import { sql } from "drizzle-orm";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";

/**
 * A message went out: where it tells a customer that what she waits for is there, her wish is met. It is that message,
 * whoever sent it, if it came of the turn that was begun for her request. Safe to repeat.
 */
export async function noteTold(
  ctx: Context,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const met = await tx.q.execute<{ customerId: string; stockRequestId: string }>(sql`
      update stock_requests s set state = 'met', met_at = m.sent_at
      from outreaches o
      join runs r on r.workspace_id = o.workspace_id and r.id = o.run_id
        and (r.status = 'sent' or r.draft_fate in ('used', 'edited'))
      join messages m on m.workspace_id = o.workspace_id and m.id = ${messageId} and m.sent_at >= r.started_at
      where o.workspace_id = ${tx.workspaceId} and o.conversation_id = ${conversationId}
        and o.occasion = 'back_in_stock' and o.state = 'begun'
        and s.workspace_id = o.workspace_id and s.id = o.source_id and s.state = 'open'
      returning s.customer_id as "customerId", s.id as "stockRequestId"`);
    for (const data of met) tx.emit({ name: "stock_request.met", data });
  });
}
