import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Redaction, redactedMessage } from "./redaction.ts";
import { previewOf } from "./rules.ts";
import { attachments, conversations, messages } from "./tables.ts";

/** Messages looked at in one go. */
const atOnce = 1000;

/** Messages of other people's conversations that a person wrote, or that name her. */
export interface Found {
  /** The last one looked at; null at the end. */
  after: string | null;
  messageIds: string[];
  conversationIds: string[];
}

/**
 * Looks through a stretch of all messages, in order of id.
 * @param like patterns of SQL's LIKE that a text with one of her addresses fits.
 * @param before what was written later may name whoever has the address now.
 */
export async function findElsewhere(
  ctx: Context,
  who: { customerId: string; like: readonly string[]; before: Date; after: string | null },
): Promise<Found> {
  const rows = await read(ctx, (q) =>
    q.execute<{ id: string; conversation_id: string; is_hit: boolean }>(sql`
      select m.id, m.conversation_id, m.author ->> 'id' is not distinct from ${who.customerId}
        or m.created_at < ${who.before.toISOString()}::timestamptz and lower(m::text) like any (array(
          select json_array_elements_text(${JSON.stringify(who.like)}::text::json))) as is_hit
      from (
        select * from messages
        where workspace_id = ${ctx.workspaceId} and (${who.after}::uuid is null or id > ${who.after}::uuid)
        order by id limit ${atOnce}) m
      order by m.id`),
  );
  const hits = rows.filter((row) => row.is_hit);
  return {
    after: rows.at(-1)?.id ?? null,
    messageIds: hits.map(({ id }) => id),
    conversationIds: [...new Set(hits.map((row) => row.conversation_id))].sort(),
  };
}

/** Messages in these conversations whose files are in the mail as it came only, without hers. */
export async function listUnpacked(
  ctx: Context,
  { conversationIds, customerId }: { conversationIds: readonly string[]; customerId: string },
): Promise<string[]> {
  if (conversationIds.length === 0) return [];
  const rows = await read(ctx, (q) =>
    q
      .selectDistinctOn([attachments.messageId], { id: attachments.id })
      .from(attachments)
      .innerJoin(
        messages,
        and(eq(messages.workspaceId, attachments.workspaceId), eq(messages.id, attachments.messageId)),
      )
      .where(
        and(
          eq(attachments.workspaceId, ctx.workspaceId),
          inArray(messages.conversationId, [...conversationIds]),
          isNull(attachments.storedType),
          sql`${messages.author} ->> 'id' is distinct from ${customerId}`,
        ),
      ),
  );
  return rows.map(({ id }) => id);
}

/** What was changed, and files of what she wrote. */
export interface ErasedElsewhere {
  messageIds: string[];
  conversationIds: string[];
  files: string[];
}

/**
 * Empties what she wrote among these messages, and takes her addresses out of what others did. The caller holds the
 * conversations' locks.
 */
export async function eraseMessages(
  tx: TxContext,
  lookedAt: readonly string[],
  redaction: Redaction,
): Promise<ErasedElsewhere> {
  const rows = await tx.q.select().from(messages).where(isAmong(tx, lookedAt)).orderBy(asc(messages.id));
  const changed = rows.flatMap((row) => redactedMessage(row, redaction) ?? []);
  for (const { id, conversationId, set } of changed) {
    await tx.q
      .update(messages)
      .set(set)
      .where(isAmong(tx, [id]));
    tx.emit({ name: "message.erased", data: { conversationId, messageId: id } });
  }
  const conversationIds = [...new Set(changed.map((row) => row.conversationId))];
  for (const conversationId of conversationIds) await showAgain(tx, conversationId, redaction);
  const emptied = changed.filter(({ isEmptied }) => isEmptied).map(({ id }) => id);
  const messageIds = changed.map(({ id }) => id);
  return { messageIds, conversationIds, files: await deleteAttachments(tx, emptied) };
}

/** What the list shows of a conversation follows what is left of its messages. */
async function showAgain(tx: TxContext, conversationId: string, { redact }: Redaction): Promise<void> {
  const isIt = and(eq(conversations.workspaceId, tx.workspaceId), eq(conversations.id, conversationId));
  const [row] = await tx.q.select().from(conversations).where(isIt);
  const [last] = await tx.q
    .select({ text: messages.text })
    .from(messages)
    .where(isAmong(tx, [row!.lastMessageId]));
  await tx.q
    .update(conversations)
    .set({ subject: redact(row!.subject), lastMessagePreview: previewOf(last?.text ?? "") })
    .where(isIt);
}

async function deleteAttachments(tx: TxContext, messageIds: readonly string[]): Promise<string[]> {
  if (messageIds.length === 0) return [];
  const gone = await tx.q
    .delete(attachments)
    .where(and(eq(attachments.workspaceId, tx.workspaceId), inArray(attachments.messageId, [...messageIds])))
    .returning({ id: attachments.id });
  return gone.map(({ id }) => id);
}

function isAmong(tx: TxContext, messageIds: readonly string[]) {
  return and(eq(messages.workspaceId, tx.workspaceId), inArray(messages.id, [...messageIds]));
}
