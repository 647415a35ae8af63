import { and, arrayOverlaps, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, notInArray, or } from "drizzle-orm";
import { type AnyPgColumn, alias } from "drizzle-orm/pg-core";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getConversation } from "../conversations/index.ts";
import { conversations, messages } from "../conversations/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import { conversationTags, tags } from "../tags/tables.ts";
import type { Context } from "../workspaces/index.ts";
import { readKept } from "./kept.ts";
import { type Correction, conversationLinks, corrections } from "./tables.ts";

export function isInWorkspace(ctx: Context) {
  return eq(corrections.workspaceId, ctx.workspaceId);
}

function isCorrection(ctx: Context, correctionId: string) {
  return and(isInWorkspace(ctx), eq(corrections.id, correctionId));
}

const holds = isNull(corrections.undoneAt);

/** @throws NotFound also when it is another workspace's. */
export async function getCorrection(ctx: Context, correctionId: string): Promise<Correction> {
  allow(ctx, "conversations:read");
  const [row] = await read(ctx, (q) => q.select().from(corrections).where(isCorrection(ctx, correctionId)));
  if (!row) throw new NotFound("Correction", correctionId);
  return asWritten(row);
}

/** What people have decided about a conversation, newest first; `before` is the number of the last one of the page before. */
export async function listCorrections(
  ctx: Context,
  page: { conversationId: string; before?: number; limit: number },
): Promise<Correction[]> {
  const { id } = await getConversation(ctx, page.conversationId);
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(corrections)
      .where(
        and(
          isInWorkspace(ctx),
          or(eq(corrections.fromConversationId, id), eq(corrections.toConversationId, id)),
          page.before === undefined ? undefined : lt(corrections.number, page.before),
        ),
      )
      .orderBy(desc(corrections.number))
      .limit(page.limit),
  );
  return rows.map(asWritten);
}

/** Those of these ids that hold, by id. */
export async function holdingById(ctx: Context, ids: Iterable<string>): Promise<Map<string, Correction>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(corrections)
      .where(and(isInWorkspace(ctx), inArray(corrections.id, wanted), holds)),
  );
  return new Map(rows.map((row) => [row.id, asWritten(row)]));
}

/** Those made later that hold and touch one of these conversations, oldest first. */
export async function laterOf(tx: TxContext, { number }: Correction, conversationIds: readonly string[]) {
  const rows = await tx.q
    .select()
    .from(corrections)
    .where(and(isInWorkspace(tx), holds, gt(corrections.number, number), touching(conversationIds)))
    .orderBy(asc(corrections.number));
  return rows.map(asWritten);
}

/** Those that hold and touch a conversation. */
export async function holdingOf(tx: TxContext, conversationId: string): Promise<Correction[]> {
  const rows = await tx.q
    .select()
    .from(corrections)
    .where(and(isInWorkspace(tx), holds, touching([conversationId])))
    .orderBy(asc(corrections.number));
  return rows.map(asWritten);
}

function touching(conversationIds: readonly string[]) {
  const ids = [...conversationIds];
  return or(inArray(corrections.fromConversationId, ids), inArray(corrections.toConversationId, ids));
}

/** All about any of these conversations, undone or not. */
export async function touchingAny(tx: TxContext, conversationIds: readonly string[]) {
  return tx.q
    .select({ id: corrections.id, toConversationId: corrections.toConversationId })
    .from(corrections)
    .where(and(isInWorkspace(tx), touching(conversationIds)));
}

/** The newest merge that holds and has one of these conversations on one side and another customer's on the other. */
export async function newestMergeWithOthers(tx: TxContext, conversationIds: readonly string[]): Promise<string | null> {
  const [from, to] = [alias(conversations, "from_one"), alias(conversations, "to_one")];
  const isOf = (one: typeof from | typeof to, id: AnyPgColumn) =>
    and(eq(one.workspaceId, corrections.workspaceId), eq(one.id, id));
  const [row] = await tx.q
    .select({ id: corrections.id })
    .from(corrections)
    .innerJoin(from, isOf(from, corrections.fromConversationId))
    .innerJoin(to, isOf(to, corrections.toConversationId))
    .where(
      and(
        ...[isInWorkspace(tx), holds, eq(corrections.kind, "merge"), touching(conversationIds)],
        ne(from.customerId, to.customerId),
      ),
    )
    .orderBy(desc(corrections.number))
    .limit(1);
  return row?.id ?? null;
}

/** Messages elsewhere that belong to one of these conversations, or came by one of these decisions. */
export async function departedFrom(
  tx: TxContext,
  conversationIds: readonly string[],
  correctionIds: readonly string[],
) {
  const { id, conversationId, homeConversationId, movedBy } = messages;
  const ids = [...conversationIds];
  const rows = await tx.q
    .select({ id, conversationId, homeConversationId, movedBy })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, tx.workspaceId),
        isNotNull(homeConversationId),
        notInArray(conversationId, ids),
        or(
          inArray(homeConversationId, ids),
          correctionIds.length > 0 ? arrayOverlaps(movedBy, [...correctionIds]) : undefined,
        ),
      ),
    );
  return rows.map((row) => ({
    ...row,
    homeConversationId: row.homeConversationId ?? row.conversationId,
    movedBy: row.movedBy ?? [],
  }));
}

/**
 * The next conversation on the way to where a merged one is read, for each of these that has one: by a merge that holds,
 * or a split that was undone.
 */
export async function nextSteps(ctx: Context, conversationIds: Iterable<string>): Promise<Map<string, Correction>> {
  const ids = [...conversationIds];
  if (ids.length === 0) return new Map();
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(corrections)
      .where(
        and(
          isInWorkspace(ctx),
          or(
            and(eq(corrections.kind, "merge"), inArray(corrections.fromConversationId, ids), holds),
            and(
              eq(corrections.kind, "split"),
              inArray(corrections.toConversationId, ids),
              isNotNull(corrections.undoneAt),
            ),
          ),
        ),
      ),
  );
  return new Map(
    rows.map((row) => [row.kind === "merge" ? row.fromConversationId : row.toConversationId, asWritten(row)]),
  );
}

/** Where each of these messages stands. */
export async function conversationsOf(ctx: Context, messageIds: readonly string[]): Promise<string[]> {
  if (messageIds.length === 0) return [];
  const rows = await read(ctx, (q) =>
    q
      .selectDistinct({ id: messages.conversationId })
      .from(messages)
      .where(and(eq(messages.workspaceId, ctx.workspaceId), inArray(messages.id, [...messageIds]))),
  );
  return rows.map(({ id }) => id);
}

/** Where each of these conversations is read: itself, unless it was merged. */
export async function readingPlaces(ctx: Context, conversationIds: Iterable<string>): Promise<Map<string, string>> {
  const { id, mergedIntoId } = conversations;
  const rows = await read(ctx, (q) =>
    q
      .select({ id, mergedIntoId })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspaceId), inArray(id, [...new Set(conversationIds)]))),
  );
  return new Map(rows.map((row) => [row.id, row.mergedIntoId ?? row.id]));
}

/** What conversations are called by: subjects and channels by id. */
export async function titlesOf(ctx: Context, conversationIds: Iterable<string>): Promise<Map<string, Title>> {
  const ids = [...new Set(conversationIds)];
  if (ids.length === 0) return new Map();
  const rows = await read(ctx, (q) =>
    q
      .select({ id: conversations.id, subject: conversations.subject, channel: conversations.channel })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspaceId), inArray(conversations.id, ids))),
  );
  return new Map(rows.map(({ id, ...title }) => [id, title]));
}

/** Texts and calls have no subject. */
export interface Title {
  subject: string;
  channel: "email" | "sms" | "voice" | "chat";
}

/** The tags in use on a conversation. */
export async function tagIdsOf(ctx: Context, conversationId: string): Promise<string[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ id: tags.id })
      .from(conversationTags)
      .innerJoin(tags, and(eq(tags.workspaceId, ctx.workspaceId), eq(tags.id, conversationTags.tagId)))
      .where(
        and(
          eq(conversationTags.workspaceId, ctx.workspaceId),
          eq(conversationTags.conversationId, conversationId),
          isNull(tags.archivedAt),
        ),
      )
      .orderBy(asc(tags.id)),
  );
  return rows.map(({ id }) => id);
}

/** The conversations linked with one, the newest link first. */
export async function linksOf(ctx: Context, conversationId: string) {
  const { conversationId: one, relatedConversationId: other } = conversationLinks;
  return read(ctx, (q) =>
    q
      .select()
      .from(conversationLinks)
      .where(
        and(eq(conversationLinks.workspaceId, ctx.workspaceId), or(eq(one, conversationId), eq(other, conversationId))),
      )
      .orderBy(desc(conversationLinks.createdAt), desc(conversationLinks.id)),
  );
}

function asWritten(row: Correction): Correction {
  const changes = row.changes.map((change) => ({
    ...change,
    before: readKept(change.before),
    after: readKept(change.after),
  }));
  return { ...row, changes };
}
