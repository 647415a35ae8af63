import { and, asc, desc, eq, gt, inArray, lt } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Attachment, attachments, type Conversation, conversations, type Message, messages } from "./tables.ts";

/** @throws NotFound also when the row is another workspace's: existence is not disclosed. */
export async function getConversation(ctx: Context, conversationId: string): Promise<Conversation> {
  allow(ctx, "conversations:read");
  const [row] = await read(ctx, (q) => q.select().from(conversations).where(isConversation(ctx, conversationId)));
  if (!row) throw new NotFound("Conversation", conversationId);
  return row;
}

/** Takes the conversation's row lock: nothing about it changes until the transaction ends. */
export async function lockConversation(tx: TxContext, conversationId: string): Promise<Conversation> {
  const [row] = await tx.q.select().from(conversations).where(isConversation(tx, conversationId)).for("update");
  if (!row) throw new NotFound("Conversation", conversationId);
  return row;
}

export interface MessageWithAttachments extends Message {
  attachments: Attachment[];
}

/** Newest first; `before` is the position of the last row of the page before. */
export async function listMessages(
  ctx: Context,
  page: { conversationId: string; before?: number; limit: number },
): Promise<MessageWithAttachments[]> {
  await getConversation(ctx, page.conversationId);
  return read(ctx, async (q) => {
    const rows = await q
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, ctx.workspaceId),
          eq(messages.conversationId, page.conversationId),
          page.before === undefined ? undefined : lt(messages.position, page.before),
        ),
      )
      .orderBy(desc(messages.position))
      .limit(page.limit);
    return withAttachments(ctx, q, rows);
  });
}

/** @throws NotFound also when the row is another workspace's. */
export async function getMessage(ctx: Context, messageId: string): Promise<MessageWithAttachments> {
  allow(ctx, "conversations:read");
  return read(ctx, async (q) => {
    const rows = await q
      .select()
      .from(messages)
      .where(and(eq(messages.workspaceId, ctx.workspaceId), eq(messages.id, messageId)));
    const [message] = await withAttachments(ctx, q, rows);
    if (!message) throw new NotFound("Message", messageId);
    return message;
  });
}

/** What the customer and the shop wrote after a message, oldest first; notes do not count. */
export async function messagesAfter(tx: TxContext, conversationId: string, position: number): Promise<Message[]> {
  return tx.q
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, tx.workspaceId),
        eq(messages.conversationId, conversationId),
        gt(messages.position, position),
        inArray(messages.kind, ["customer", "reply"]),
      ),
    )
    .orderBy(asc(messages.position));
}

/** The newest message of the customer or the shop (or of one of them); null if there is none. Notes do not count. */
export async function latestCorrespondence(
  ctx: Context,
  conversationId: string,
  kinds: ("customer" | "reply")[] = ["customer", "reply"],
): Promise<Message | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, ctx.workspaceId),
          eq(messages.conversationId, conversationId),
          inArray(messages.kind, kinds),
        ),
      )
      .orderBy(desc(messages.position))
      .limit(1),
  );
  return row ?? null;
}

async function withAttachments(ctx: Context, q: TxContext["q"], rows: Message[]): Promise<MessageWithAttachments[]> {
  if (rows.length === 0) return [];
  const found = await q
    .select()
    .from(attachments)
    .where(
      and(
        eq(attachments.workspaceId, ctx.workspaceId),
        inArray(
          attachments.messageId,
          rows.map((row) => row.id),
        ),
      ),
    );
  return rows.map((row) => ({ ...row, attachments: found.filter((a) => a.messageId === row.id) }));
}

export function isConversation(ctx: Context, conversationId: string) {
  return and(eq(conversations.workspaceId, ctx.workspaceId), eq(conversations.id, conversationId));
}
