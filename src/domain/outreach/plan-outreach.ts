import { sql } from "drizzle-orm";
import { newId } from "../../platform/ids.ts";
import { survivorOf } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Occasion } from "./rules.ts";

export interface NewOutreach {
  occasion: Occasion;
  /** Our row that is the reason. */
  sourceId: string;
  customerId: string;
  /** Where she asked for it. Default: the newest conversation with her. */
  conversationId?: string;
  dueAt: Date;
}

/**
 * Keeps that a customer has a reason to be written to, and asks for it to be decided at a moment. Once for each reason:
 * said again, a later moment takes the place of the one that was planned, and what is decided stays. Of nobody, when she
 * is gone. Safe to repeat.
 */
export async function planOutreach(ctx: Context, input: NewOutreach): Promise<void> {
  const { occasion, sourceId, conversationId = null, dueAt } = input;
  await inTransaction(ctx, async (tx) => {
    // Gone again before she could be told of what she asked for, or enough was written to her by then: it begins anew.
    await tx.q.execute(sql`
      delete from outreaches where workspace_id = ${tx.workspaceId} and occasion = ${occasion}
        and source_id = ${sourceId} and occasion = 'back_in_stock'
        and reason in ('sold_out_again', 'capped', 'another_active')`);
    const customerId = await survivorOf(tx, input.customerId);
    const [planned] = await tx.q.execute<{ id: string }>(sql`
      insert into outreaches as o (workspace_id, id, customer_id, occasion, source_id, conversation_id, due_at)
      select workspace_id, ${newId()}::uuid, id, ${occasion}, ${sourceId}::uuid, ${conversationId}::uuid,
        ${dueAt.toISOString()}::timestamptz
      from customers where workspace_id = ${tx.workspaceId} and id = ${customerId}
      on conflict (workspace_id, occasion, source_id) do update set due_at = excluded.due_at
      where o.state = 'planned' and o.due_at < excluded.due_at
      returning o.id`);
    if (planned) askToBegin(tx, planned.id, dueAt);
  });
}

/** The job names the moment it is for, and does nothing when another was put in its place. */
export function askToBegin(tx: Pick<TxContext, "enqueue">, outreachId: string, dueAt: Date): void {
  const payload = { outreachId, dueAt: dueAt.toISOString() };
  tx.enqueue({ queue: "ai", name: "outreach.begin", payload, runAt: dueAt });
}
