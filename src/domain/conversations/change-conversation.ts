import { allow } from "../access/index.ts";
import { type DomainEvent, inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isConversation, lockConversation } from "./queries.ts";
import { type Conversation, conversations } from "./tables.ts";
import { writeWithOthers } from "./together.ts";

export interface Change {
  set: Partial<typeof conversations.$inferInsert>;
  /** One for each thing that changes. */
  event: DomainEvent | readonly DomainEvent[];
}

/**
 * What all decisions about a conversation have in common: its row is locked, so that of two at once the second sees
 * what the first did; one that changes nothing (null) writes and announces nothing. The product's own work
 * finds a merged conversation unchanged.
 *
 * @throws NotFound also when it is another workspace's; AppError("conflict") when it was merged.
 */
export async function changeConversation(
  ctx: Context,
  conversationId: string,
  decide: (before: Conversation, tx: TxContext) => Change | null | Promise<Change | null>,
): Promise<Conversation> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const before = await lockConversation(tx, conversationId, { evenMerged: tx.actor.type === "system" });
    if (before.mergedIntoId !== null) return before;
    const change = await decide(before, tx);
    if (!change) return before;
    const after = writeWithOthers(tx, before, change.set) ?? (await write(tx, conversationId, change.set));
    for (const event of [change.event].flat()) tx.emit(event);
    return after;
  });
}

async function write(tx: TxContext, conversationId: string, set: Change["set"]): Promise<Conversation> {
  const [after] = await tx.q.update(conversations).set(set).where(isConversation(tx, conversationId)).returning();
  return after!;
}
