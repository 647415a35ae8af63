import { and, count, eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { getConversation, listMessages } from "../conversations/index.ts";
import { lockCustomer } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isHers } from "./queries.ts";
import { keepable, type MemoryKind, mostMemories, type Unkept } from "./rules.ts";
import { customerMemories } from "./tables.ts";

const messagesRead = 20;

const refusals: Readonly<Record<Unkept, string>> = {
  too_long: "Keep one short thing, in at most 200 characters",
  sensitive: "This is nothing to keep: numbers of cards or accounts, secrets, health and beliefs are never kept",
  not_hers: "These words do not stand in what the customer wrote here: copy them exactly",
};

/**
 * Keeps what a conversation's customer wrote there about herself, word for word, so that nobody's opinion of her is kept
 * and nothing anybody else wrote. Safe to repeat.
 * @throws AppError("conflict") with `details.reason`: too_long, sensitive, not_hers; "limit_exceeded" (too_many_memories).
 */
export async function remember(
  ctx: Context,
  { conversationId, kind, words }: { conversationId: string; kind: MemoryKind; words: string },
): Promise<{ words: string }> {
  allow(ctx, "customers:write");
  return inTransaction(ctx, async (tx) => {
    const { customerId } = await getConversation(tx, conversationId);
    const messages = await listMessages(tx, { conversationId, limit: messagesRead });
    const hers = messages.filter(
      ({ kind: what, author, automatic, senderVerified }) =>
        what === "customer" && author.id === customerId && automatic === null && senderVerified !== false,
    );
    const kept = keepable(
      words,
      hers.map(({ text }) => text),
    );
    if ("refused" in kept)
      throw new AppError("conflict", refusals[kept.refused], { details: { reason: kept.refused } });
    await keep(tx, { customerId, conversationId, kind, ...kept });
    return kept;
  });
}

async function keep(
  tx: TxContext,
  memory: { customerId: string; conversationId: string; kind: MemoryKind; words: string },
): Promise<void> {
  const { workspaceId } = tx;
  const { customerId } = memory;
  await lockCustomer(tx, customerId);
  const [row] = await tx.q
    .insert(customerMemories)
    .values({ workspaceId, id: newId(), ...memory })
    .onConflictDoNothing()
    .returning({ id: customerMemories.id });
  if (!row) return;
  const [all] = await tx.q
    .select({ n: count() })
    .from(customerMemories)
    .where(and(eq(customerMemories.workspaceId, workspaceId), isHers(tx, customerId)));
  if ((all?.n ?? 0) > mostMemories) {
    const details = { reason: "too_many_memories" };
    throw new AppError("limit_exceeded", "Enough is kept of this customer", { details });
  }
  tx.emit({ name: "memory.kept", data: { customerId, memoryId: row.id } });
}
