import { and, asc, eq, exists, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { attachments, conversations, messages } from "./tables.ts";

/** Conversations and messages that go in one transaction; one long conversation goes alone. */
const conversationsAtOnce = 50;
const messagesAtOnce = 2000;

/**
 * The next conversations of a customer that is being erased.
 *
 * @param spare leaves those out in which a reply is on its way to the provider at this moment: erased now, its copy
 *   would come back as if somebody else had written it.
 */
export async function listSomeOf(tx: TxContext, customerId: string, { spare }: { spare: boolean }): Promise<string[]> {
  const rows = await tx.q
    .select({ id: conversations.id })
    .from(conversations)
    .where(areHers(tx, customerId, spare))
    .orderBy(asc(conversations.id))
    .limit(conversationsAtOnce);
  return rows.map(({ id }) => id);
}

/** Takes the locks of those `among` these that still are hers, as many as go in one transaction. */
export async function lockSomeOf(
  tx: TxContext,
  customerId: string,
  { spare, among }: { spare: boolean; among: readonly string[] },
): Promise<string[]> {
  if (among.length === 0) return [];
  const rows = await tx.q
    .select({ id: conversations.id, messageCount: conversations.messageCount })
    .from(conversations)
    .where(and(areHers(tx, customerId, spare), inArray(conversations.id, [...among])))
    .orderBy(asc(conversations.id))
    .for("update");
  let sum = 0;
  const fitting = rows.filter(({ messageCount }, n) => {
    sum += messageCount;
    return n === 0 || sum <= messagesAtOnce;
  });
  return fitting.map(({ id }) => id);
}

function areHers(tx: TxContext, customerId: string, spare: boolean) {
  const hers = and(eq(conversations.workspaceId, tx.workspaceId), eq(conversations.customerId, customerId));
  return spare ? and(hers, sql`not ${isSending(tx)}`) : hers;
}

export async function hasConversations(tx: TxContext, customerId: string): Promise<boolean> {
  const found = await tx.q
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, tx.workspaceId), eq(conversations.customerId, customerId)))
    .limit(1);
  return found.length > 0;
}

/** Attachments of these conversations: their ids are those of their files. */
export async function filesOfConversations(tx: TxContext, conversationIds: readonly string[]): Promise<string[]> {
  const rows = await tx.q
    .select({ id: attachments.id })
    .from(attachments)
    .where(
      and(
        eq(attachments.workspaceId, tx.workspaceId),
        inArray(
          attachments.messageId,
          tx.q.select({ id: messages.id }).from(messages).where(isIn(tx, conversationIds)),
        ),
      ),
    );
  return rows.map(({ id }) => id);
}

/** With all that hangs on them. The caller holds their locks. @returns how many messages went. */
export async function deleteConversations(tx: TxContext, conversationIds: readonly string[]): Promise<number> {
  const gone = await tx.q.delete(messages).where(isIn(tx, conversationIds)).returning({ id: messages.id });
  // What continues one of them stands for itself from now on; what leads to one of them leads nowhere.
  await tx.q
    .update(conversations)
    .set({ continuesId: null })
    .where(
      and(eq(conversations.workspaceId, tx.workspaceId), inArray(conversations.continuesId, [...conversationIds])),
    );
  await dropSigns(tx, conversationIds);
  await tx.q
    .delete(conversations)
    .where(and(eq(conversations.workspaceId, tx.workspaceId), inArray(conversations.id, [...conversationIds])));
  for (const conversationId of conversationIds) tx.emit({ name: "conversation.erased", data: { conversationId } });
  return gone.length;
}

/**
 * Merged conversations that lead to one of these hold no message. Hers have their own turn; those of others are what is
 * left of a split that was undone.
 */
async function dropSigns(tx: TxContext, conversationIds: readonly string[]): Promise<void> {
  const leadThere = and(
    eq(conversations.workspaceId, tx.workspaceId),
    inArray(conversations.mergedIntoId, [...conversationIds]),
  );
  const [one] = await tx.q
    .select({ customerId: conversations.customerId })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, tx.workspaceId), inArray(conversations.id, [...conversationIds])))
    .limit(1);
  await tx.q.delete(conversations).where(and(leadThere, ne(conversations.customerId, one!.customerId)));
  await tx.q.update(conversations).set({ mergedIntoId: null }).where(leadThere);
}

function isSending(tx: TxContext): SQL {
  return exists(
    tx.q
      .select({ id: messages.id })
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, tx.workspaceId),
          eq(messages.conversationId, conversations.id),
          eq(messages.state, "sending"),
        ),
      ),
  );
}

function isIn(tx: TxContext, conversationIds: readonly string[]) {
  return and(eq(messages.workspaceId, tx.workspaceId), inArray(messages.conversationId, [...conversationIds]));
}
