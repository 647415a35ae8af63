import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import type { TxContext } from "../events/index.ts";
import { isConversation } from "./queries.ts";
import { previewOf } from "./rules.ts";
import { type Conversation, conversations, messages } from "./tables.ts";
import { rereadTimes } from "./times.ts";

/** Where a message stands, and where it would without what people have decided. */
export interface Place {
  id: string;
  conversationId: string;
  position: number;
  /** `conversationId` when it stands where it belongs. */
  homeConversationId: string;
  homePosition: number | null;
  movedBy: string[];
  clientMessageId: string | null;
}

/** With what decides about order and waiting. */
export interface PlacedMessage extends Place {
  kind: "customer" | "reply" | "note";
  isAutomatic: boolean;
  /** A reply that did not go out. */
  isFailed: boolean;
  subject: string;
  sentAt: Date;
  createdAt: Date;
  /** The customer who wrote it; null for what the shop wrote. */
  customerId: string | null;
}

/**
 * Takes the locks of conversations and of those merged into them, in order of id.
 * @throws NotFound for one that is not this workspace's.
 */
export async function lockArrangement(
  tx: TxContext,
  conversationIds: readonly string[],
): Promise<Map<string, Conversation>> {
  const ids = [...new Set(conversationIds)];
  const rows = await tx.q
    .select()
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, tx.workspaceId),
        or(inArray(conversations.id, ids), inArray(conversations.mergedIntoId, ids)),
      ),
    )
    .orderBy(asc(conversations.id))
    .for("no key update");
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) if (!found.has(id)) throw new NotFound("Conversation", id);
  return found;
}

/** The messages that stand in these conversations or belong there, in order. */
export async function placesOf(tx: TxContext, conversationIds: readonly string[]): Promise<PlacedMessage[]> {
  const ids = [...conversationIds];
  const { id, conversationId, position, homeConversationId, homePosition, movedBy, clientMessageId } = messages;
  const rows = await tx.q
    .select({
      ...{ id, conversationId, position, homeConversationId, homePosition, movedBy, clientMessageId },
      kind: messages.kind,
      automatic: messages.automatic,
      state: messages.state,
      subject: messages.subject,
      sentAt: messages.sentAt,
      createdAt: messages.createdAt,
      author: messages.author,
    })
    .from(messages)
    .where(
      and(eq(messages.workspaceId, tx.workspaceId), or(inArray(conversationId, ids), inArray(homeConversationId, ids))),
    )
    .orderBy(asc(conversationId), asc(position));
  return rows.map(({ automatic, author, state, ...row }) => ({
    ...row,
    homeConversationId: row.homeConversationId ?? row.conversationId,
    movedBy: row.movedBy ?? [],
    isAutomatic: automatic !== null,
    isFailed: state === "failed",
    customerId: author.type === "customer" ? author.id : null,
  }));
}

/** Puts messages where they are said to stand. The conversations they leave and enter are locked. */
export async function placeMessages(tx: TxContext, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  const records = JSON.stringify(
    places.map(({ conversationId, homeConversationId, movedBy, ...place }) => ({
      ...place,
      conversationId,
      homeConversationId: homeConversationId === conversationId ? null : homeConversationId,
      movedBy: movedBy.length === 0 ? null : movedBy,
    })),
  );
  const placed = sql`json_to_recordset(${records}::text::json) as p(id uuid, "conversationId" uuid, position int,
    "homeConversationId" uuid, "homePosition" int, "movedBy" uuid[], "clientMessageId" text)`;
  // Two steps, by way of negative numbers and no keys: both are unique at every moment.
  await tx.q.execute(sql`
    update messages m set conversation_id = p."conversationId", position = -p.position, client_message_id = null,
      home_conversation_id = p."homeConversationId", home_position = p."homePosition", moved_by = p."movedBy"
    from ${placed} where m.workspace_id = ${tx.workspaceId} and m.id = p.id`);
  await tx.q.execute(sql`
    update messages m set position = p.position, client_message_id = p."clientMessageId"
    from ${placed} where m.workspace_id = ${tx.workspaceId} and m.id = p.id`);
}

/** Says where messages belong that stay where they stand, whatever position they had there. */
export async function rehomeMessages(
  tx: TxContext,
  homes: readonly Pick<Place, "id" | "homeConversationId" | "movedBy">[],
): Promise<void> {
  for (const { id, homeConversationId, movedBy } of homes) {
    const isIt = and(eq(messages.workspaceId, tx.workspaceId), eq(messages.id, id));
    await tx.q
      .update(messages)
      .set({
        homeConversationId: sql`nullif(${homeConversationId}::uuid, ${messages.conversationId})`,
        homePosition: null,
        movedBy: movedBy.length === 0 ? null : [...movedBy],
      })
      .where(isIt);
  }
}

/** Brings the columns that follow from a conversation's messages in step with them, and writes `set` beside. */
export async function refreshConversation(
  tx: TxContext,
  conversationId: string,
  set: Partial<typeof conversations.$inferInsert>,
): Promise<void> {
  const ofIt = and(eq(messages.workspaceId, tx.workspaceId), eq(messages.conversationId, conversationId));
  // What the provider brought: letters, and answers written in its own client, whose author is no member we know.
  const arrived = sql`${messages.kind} = 'customer'
    or (${messages.author} ->> 'type' = 'member' and ${messages.author} ->> 'id' is null)`;
  const [sums] = await tx.q
    .select({
      messageCount: sql<number>`max(${messages.position})`,
      customerMessageCount: sql<number>`(count(*) filter (where ${messages.kind} = 'customer'))::int`,
      lastMessageAt: sql`max(${messages.sentAt})`.mapWith(messages.sentAt),
      lastArrivedAt: sql`max(${messages.sentAt}) filter (where ${arrived})`.mapWith(messages.sentAt),
    })
    .from(messages)
    .where(ofIt);
  const [last] = await tx.q
    .select({ id: messages.id, kind: messages.kind, text: messages.text, subject: messages.subject })
    .from(messages)
    .where(and(ofIt, eq(messages.position, sums?.messageCount ?? 0)));
  await tx.q
    .update(conversations)
    .set({
      ...(last && {
        ...sums,
        lastMessageId: last.id,
        lastMessageKind: last.kind,
        lastMessagePreview: previewOf(last.text) || last.subject,
      }),
      arrangement: sql`${conversations.arrangement} + 1`,
      ...set,
    })
    .where(isConversation(tx, conversationId));
  if (last) await rereadTimes(tx, conversationId);
}

/**
 * Opens a conversation for messages that are put apart from `from`, in the same thread at the provider. It stands there
 * empty until they are placed.
 */
export async function openApart(
  tx: TxContext,
  from: Conversation,
  { customerId, subject }: { customerId: string; subject: string },
): Promise<Conversation> {
  const id = newId();
  const [opened] = await tx.q
    .insert(conversations)
    .values({
      workspaceId: tx.workspaceId,
      id,
      customerId,
      connectionId: from.connectionId,
      channel: from.channel,
      threadKey: `${from.threadKey}#${id}`,
      subject,
      status: "open",
      priority: from.priority,
      assigneeId: from.assigneeId,
      teamId: from.teamId,
      messageCount: 0,
      lastMessageAt: from.lastMessageAt,
      lastMessageId: from.lastMessageId,
      lastMessageKind: from.lastMessageKind,
      lastMessagePreview: "",
    })
    .returning();
  tx.emit({ name: "conversation.opened", data: { conversationId: id, customerId } });
  return opened!;
}
