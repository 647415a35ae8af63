import { and, asc, desc, eq, getTableColumns, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { identities } from "../customers/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Attachment, attachments, type Conversation, conversations, type Message, messages } from "./tables.ts";
import { heldRow } from "./together.ts";

/** @throws NotFound also when the row is another workspace's: existence is not disclosed. */
export async function getConversation(ctx: Context, conversationId: string): Promise<Conversation> {
  allow(ctx, "conversations:read");
  const [row] = await read(ctx, (q) => conversationById(q, { workspaceId: ctx.workspaceId, conversationId }));
  if (!row) throw new NotFound("Conversation", conversationId);
  return row;
}

const conversationById = builtOnce((q, given: Given<{ workspaceId: string; conversationId: string }>) =>
  q
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, given.workspaceId), eq(conversations.id, given.conversationId))),
);

/**
 * Takes the conversation's row lock: nothing about it changes until the transaction ends.
 * @param evenMerged for work that finds out by itself that there is nothing left to do.
 * @throws AppError("conflict") when it was merged (`details.reason` "merged", `details.mergedIntoId`).
 */
export async function lockConversation(
  tx: TxContext,
  conversationId: string,
  { evenMerged = false } = {},
): Promise<Conversation> {
  const row = heldRow(tx, conversationId) ?? (await lockRow(tx, conversationId));
  if (!row) throw new NotFound("Conversation", conversationId);
  if (row.mergedIntoId !== null && !evenMerged) throw mergedAway(row.mergedIntoId);
  return row;
}

export function mergedAway(mergedIntoId: string): AppError {
  const message = "This conversation was merged into another: go on there, or undo the merge first";
  return new AppError("conflict", message, { details: { reason: "merged", mergedIntoId } });
}

/**
 * Takes the locks of many conversations, in one order, so that two callers cannot wait for each other.
 * @returns the ids of those that exist in this workspace.
 */
export async function lockConversations(tx: TxContext, conversationIds: readonly string[]): Promise<string[]> {
  const rows = await tx.q
    .select({ id: conversations.id })
    .from(conversations)
    .where(areConversations(tx, conversationIds))
    .orderBy(asc(conversations.id))
    .for("no key update");
  return rows.map(({ id }) => id);
}

/** The same with the whole rows. */
export async function lockRows(tx: TxContext, conversationIds: readonly string[]): Promise<Conversation[]> {
  return tx.q
    .select()
    .from(conversations)
    .where(areConversations(tx, conversationIds))
    .orderBy(asc(conversations.id))
    .for("no key update");
}

async function lockRow(tx: TxContext, conversationId: string): Promise<Conversation | undefined> {
  const [row] = await lockedRow(tx.q, { workspaceId: tx.workspaceId, conversationId });
  return row;
}

const lockedRow = builtOnce((q, given: Given<{ workspaceId: string; conversationId: string }>) =>
  q
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, given.workspaceId), eq(conversations.id, given.conversationId)))
    .for("update"),
);

/** Without the HTML: it may be large, and is read by itself. */
export type ListedMessage = Omit<Message, "html"> & { hasHtml: boolean };
export type MessageWithAttachments = ListedMessage & { attachments: Attachment[] };

const { html: _, ...columns } = getTableColumns(messages);
const listedColumns = { ...columns, hasHtml: sql<boolean>`${messages.html} is not null` };

/**
 * Newest first; `before` is the position of the last row of the page before. A merged conversation shows the messages of
 * the one it was merged into.
 */
export async function listMessages(
  ctx: Context,
  page: { conversationId: string; before?: number; limit: number },
): Promise<MessageWithAttachments[]> {
  return messagesOf(ctx, await getConversation(ctx, page.conversationId), page);
}

/** The same for who has read the conversation. */
export async function messagesOf(
  ctx: Context,
  { id, mergedIntoId }: Pick<Conversation, "id" | "mergedIntoId">,
  page: { before?: number; limit: number },
): Promise<MessageWithAttachments[]> {
  return read(ctx, async (q) => {
    const { before = endOfConversation, limit } = page;
    const of = { workspaceId: ctx.workspaceId, conversationId: mergedIntoId ?? id };
    return withAttachments(ctx, q, await messagesBefore(q, { ...of, before, limit }));
  });
}

/** No message stands there. */
const endOfConversation = 2 ** 31 - 1;

const messagesBefore = builtOnce(
  (q, given: Given<{ workspaceId: string; conversationId: string; before: number; limit: number }>) =>
    q
      .select(listedColumns)
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, given.workspaceId),
          eq(messages.conversationId, given.conversationId),
          lt(messages.position, given.before),
        ),
      )
      .orderBy(desc(messages.position))
      .limit(given.limit),
);

/** @throws NotFound also when the row is another workspace's. */
export async function getMessage(ctx: Context, messageId: string): Promise<Message> {
  allow(ctx, "conversations:read");
  const [message] = await read(ctx, (q) =>
    q
      .select()
      .from(messages)
      .where(and(eq(messages.workspaceId, ctx.workspaceId), eq(messages.id, messageId))),
  );
  if (!message) throw new NotFound("Message", messageId);
  return message;
}

/**
 * What the customer and the shop wrote after a message, oldest first, the newest 20. Notes do not count, nor do codes that
 * were sent: they say nothing.
 * @param byMachines whether what no person and no AI wrote counts: acknowledgements by a rule, bounces, out-of-office mail.
 */
export async function messagesAfter(
  tx: TxContext,
  conversationId: string,
  position: number,
  { byMachines }: { byMachines: boolean },
): Promise<ListedMessage[]> {
  const newest = await tx.q
    .select(listedColumns)
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, tx.workspaceId),
        eq(messages.conversationId, conversationId),
        gt(messages.position, position),
        inArray(messages.kind, ["customer", "reply"]),
        byMachines ? sql`${messages.automatic} is distinct from 'code'` : isNull(messages.automatic),
      ),
    )
    .orderBy(desc(messages.position))
    .limit(20);
  return newest.reverse();
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

/** The last message in the conversation's order, of whatever kind. */
export async function newestMessageId(tx: TxContext, conversationId: string): Promise<string> {
  const [row] = await tx.q
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.workspaceId, tx.workspaceId), eq(messages.conversationId, conversationId)))
    .orderBy(desc(messages.position))
    .limit(1);
  return row!.id;
}

/** A customer's addresses of a kind, lower-case, the first one first. */
export async function addressesOf(ctx: Context, customerId: string, kind: "email" | "phone"): Promise<string[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ value: identities.value })
      .from(identities)
      .where(
        and(
          eq(identities.workspaceId, ctx.workspaceId),
          eq(identities.customerId, customerId),
          eq(identities.kind, kind),
        ),
      )
      .orderBy(asc(identities.createdAt), asc(identities.value)),
  );
  return rows.map(({ value }) => value);
}

async function withAttachments(
  ctx: Context,
  q: TxContext["q"],
  rows: ListedMessage[],
): Promise<MessageWithAttachments[]> {
  if (rows.length === 0) return [];
  const messageIds = JSON.stringify(rows.map((row) => row.id));
  const found = await attachmentsOf(q, { workspaceId: ctx.workspaceId, messageIds });
  return rows.map((row) => ({ ...row, attachments: found.filter((a) => a.messageId === row.id) }));
}

const attachmentsOf = builtOnce((q, given: Given<{ workspaceId: string; messageIds: string }>) =>
  q
    .select()
    .from(attachments)
    .where(
      and(
        eq(attachments.workspaceId, given.workspaceId),
        sql`${attachments.messageId} = any(array(
          select value::uuid from json_array_elements_text(${given.messageIds}::text::json)))`,
      ),
    )
    .orderBy(attachments.id),
);

export function isConversation(ctx: Context, conversationId: string) {
  return and(eq(conversations.workspaceId, ctx.workspaceId), eq(conversations.id, conversationId));
}

/** As one parameter, so that the statement is the same however many there are. */
export function areConversations(ctx: Context, conversationIds: readonly string[]) {
  const ids = sql`select value::uuid from json_array_elements_text(${JSON.stringify(conversationIds)}::text::json)`;
  // As an array, each is looked up by its key; joined, the whole table might be read for some hundred of them.
  return and(eq(conversations.workspaceId, ctx.workspaceId), sql`${conversations.id} = any(array(${ids}))`);
}
