import { sql } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { lockConversations } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { lockTag } from "./queries.ts";
import { mostConversationsAtOnce, mostTagsOfConversation, refuseArchived } from "./rules.ts";

export interface Tagging {
  conversationIds: readonly string[];
  tagId: string;
}

export interface TaggingOutcome {
  changed: string[];
  /** Not tagged: they have as many tags as a conversation can have. */
  full: string[];
  missing: string[];
}

/**
 * Puts a tag on up to 1,000 conversations, each of them once: one statement however many, one event for each that did
 * not have it.
 * @throws NotFound for the tag; AppError("conflict") with `details.reason` "archived" for one out of use.
 */
export async function tagConversations(ctx: Context, { conversationIds, tagId }: Tagging): Promise<TaggingOutcome> {
  return change(ctx, conversationIds, async (tx, present) => {
    refuseArchived(await lockTag(tx, tagId, "share"));
    const changed = await insertMissing(tx, present, tagId);
    for (const conversationId of changed) tx.emit({ name: "conversation.tagged", data: { conversationId, tagId } });
    const full = changed.length === present.length ? [] : await withoutTag(tx, present, tagId);
    return { changed, full };
  });
}

/** Takes a tag off up to 1,000 conversations; an archived one too. One event for each that had it. @throws NotFound */
export async function untagConversations(ctx: Context, { conversationIds, tagId }: Tagging): Promise<TaggingOutcome> {
  return change(ctx, conversationIds, async (tx, present) => {
    await lockTag(tx, tagId, "share");
    const changed = await ids(
      tx,
      sql`delete from conversation_tags
        where workspace_id = ${tx.workspaceId} and tag_id = ${tagId} and conversation_id in (${idsOf(present)})
        returning conversation_id as id`,
    );
    for (const conversationId of changed) tx.emit({ name: "conversation.untagged", data: { conversationId, tagId } });
    return { changed, full: [] };
  });
}

/** @returns whether it did not have it. @throws NotFound, AppError("conflict") when archived or full ("too_many_tags"). */
export async function tagConversation(
  ctx: Context,
  { conversationId, tagId }: { conversationId: string; tagId: string },
): Promise<boolean> {
  const { changed, full, missing } = await tagConversations(ctx, { conversationIds: [conversationId], tagId });
  if (missing.length > 0) throw new NotFound("Conversation", conversationId);
  if (full.length > 0) {
    throw new AppError("conflict", `A conversation has at most ${mostTagsOfConversation} tags: take one off first`, {
      details: { reason: "too_many_tags", limit: mostTagsOfConversation },
    });
  }
  return changed.length > 0;
}

/** @returns whether it had it. @throws NotFound */
export async function untagConversation(
  ctx: Context,
  { conversationId, tagId }: { conversationId: string; tagId: string },
): Promise<boolean> {
  const { changed, missing } = await untagConversations(ctx, { conversationIds: [conversationId], tagId });
  if (missing.length > 0) throw new NotFound("Conversation", conversationId);
  return changed.length > 0;
}

async function change(
  ctx: Context,
  conversationIds: readonly string[],
  write: (tx: TxContext, present: readonly string[]) => Promise<Omit<TaggingOutcome, "missing">>,
): Promise<TaggingOutcome> {
  allow(ctx, "conversations:write");
  const wanted = [...new Set(conversationIds)];
  if (wanted.length > mostConversationsAtOnce) {
    throw new AppError("invalid_input", `At most ${mostConversationsAtOnce} conversations at once`);
  }
  return inTransaction(ctx, async (tx) => {
    const present = await lockConversations(tx, wanted);
    const there = new Set(present);
    return { ...(await write(tx, present)), missing: wanted.filter((id) => !there.has(id)) };
  });
}

/** Their rows are locked, so nobody adds a tag to them between the count and the insert. */
async function insertMissing(tx: TxContext, conversationIds: readonly string[], tagId: string): Promise<string[]> {
  const { workspaceId } = tx;
  return ids(
    tx,
    sql`insert into conversation_tags (workspace_id, conversation_id, tag_id)
      select ${workspaceId}::uuid, c.id, ${tagId}::uuid from (${idsOf(conversationIds)}) as c(id)
      where (select count(*) from conversation_tags t
        where t.workspace_id = ${workspaceId} and t.conversation_id = c.id) < ${mostTagsOfConversation}
      on conflict do nothing returning conversation_id as id`,
  );
}

async function withoutTag(tx: TxContext, conversationIds: readonly string[], tagId: string): Promise<string[]> {
  return ids(
    tx,
    sql`select c.id from (${idsOf(conversationIds)}) as c(id)
      where not exists (select 1 from conversation_tags t
        where t.workspace_id = ${tx.workspaceId} and t.conversation_id = c.id and t.tag_id = ${tagId})`,
  );
}

/** As one parameter, so that the statement is the same however many there are. */
function idsOf(conversationIds: readonly string[]) {
  return sql`select value::uuid from json_array_elements_text(${JSON.stringify(conversationIds)}::text::json)`;
}

async function ids(tx: TxContext, statement: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await tx.q.execute<{ id: string }>(statement);
  return rows.map(({ id }) => id);
}
