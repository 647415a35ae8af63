import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { openConversationsOf } from "./queries.ts";

/**
 * An event of a customer concerns her conversations that are not closed: each is looked at by itself, in its own order.
 * @param ctx of the job: its cause is the event.
 */
export async function holdAgainstCustomer(ctx: Context, { customerId }: { customerId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const conversationId of await openConversationsOf(tx, customerId)) {
      tx.enqueue({ queue: "rules", name: "hold_against", payload: { conversationId }, orderingKey: conversationId });
    }
  });
}
