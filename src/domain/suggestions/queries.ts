import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { conversations, messages } from "../conversations/tables.ts";
import { customers } from "../customers/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type ReplySuggestion, replySuggestions } from "./tables.ts";

const mostListed = 100;

/** Newest first, at most 100. */
export async function listSuggestions(
  ctx: Context,
  { state }: { state: ReplySuggestion["state"] },
): Promise<ReplySuggestion[]> {
  allow(ctx, "knowledge:read");
  allow(ctx, "conversations:read");
  return read(ctx, (q) =>
    q
      .select()
      .from(replySuggestions)
      .where(and(eq(replySuggestions.workspaceId, ctx.workspaceId), eq(replySuggestions.state, state)))
      .orderBy(desc(replySuggestions.createdAt), desc(replySuggestions.id))
      .limit(mostListed),
  );
}

/** Takes the row's lock: of two who decide, one does. @throws NotFound */
export async function lockSuggestion(tx: TxContext, suggestionId: string): Promise<ReplySuggestion> {
  const [row] = await tx.q.select().from(replySuggestions).where(isSuggestion(tx, suggestionId)).for("update");
  if (!row) throw new NotFound("Suggestion", suggestionId);
  return row;
}

export function isSuggestion(ctx: Context, suggestionId: string) {
  return and(eq(replySuggestions.workspaceId, ctx.workspaceId), eq(replySuggestions.id, suggestionId));
}

/** Waiting ones of conversations that stay while somebody in them is erased. */
export async function dropSuggestions(tx: TxContext, conversationIds: readonly string[]): Promise<void> {
  const { workspaceId, conversationId } = replySuggestions;
  await tx.q
    .delete(replySuggestions)
    .where(and(eq(workspaceId, tx.workspaceId), inArray(conversationId, [...conversationIds])));
}

export interface Answered {
  conversationId: string;
  question: string;
  answer: string;
  customerName: string;
  authorName: string;
}

/** Conversations a person answered last and that stayed closed so long, which were not looked at yet; newest first. */
export async function answeredAndClosed(
  ctx: Context,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): Promise<Answered[]> {
  const rows = await read(ctx, (q) =>
    q.execute<{ conversation_id: string; question: string; answer: string; customer: string; author: string }>(sql`
      select c.id as conversation_id, asked.text as question, told.text as answer, u.name as customer,
        told.author ->> 'name' as author
      from ${conversations} c
      join ${customers} u on u.workspace_id = ${ctx.workspaceId} and u.id = c.customer_id
      join lateral (
        select m.text, m.author, m.position from ${messages} m
        where m.workspace_id = ${ctx.workspaceId} and m.conversation_id = c.id and m.kind = 'reply' and m.state = 'sent'
        order by m.position desc limit 1) told on told.author ->> 'type' = 'member'
      join lateral (
        select m.text from ${messages} m
        where m.workspace_id = ${ctx.workspaceId} and m.conversation_id = c.id and m.kind = 'customer'
          and m.automatic is null and m.position < told.position
        order by m.position desc limit 1) asked on true
      where c.workspace_id = ${ctx.workspaceId} and c.folder = 'closed' and c.channel <> 'voice'
        and c.closed_at >= ${from.toISOString()}::timestamptz and c.closed_at < ${to.toISOString()}::timestamptz
        and not exists (
          select 1 from ${replySuggestions} s
          where s.workspace_id = ${ctx.workspaceId} and s.conversation_id = c.id)
      order by c.closed_at desc limit ${limit}`),
  );
  return [...rows].map(({ conversation_id, question, answer, customer, author }) => ({
    ...{ conversationId: conversation_id, question, answer, customerName: customer, authorName: author },
  }));
}
