import { max, sql } from "drizzle-orm";
import { allow, authorOf } from "../access/index.ts";
import { type Conversation, getConversation } from "../conversations/index.ts";
import type { CarriedDrafts } from "../drafts/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isInWorkspace } from "./queries.ts";
import { type Correction, corrections } from "./tables.ts";

const mostAttempts = 4;

/**
 * Runs a correction: one at a time in a workspace, so that none sees half of another. What comes in meanwhile waits for
 * the rows it needs, or chooses anew. Where that makes two wait for each other, the correction is tried again.
 *
 * @param conversationIds those it is about: the actor must see them. What else it touches, it touches for everybody.
 */
export async function correcting<T>(
  ctx: Context,
  conversationIds: readonly string[],
  work: (tx: TxContext) => Promise<T>,
): Promise<T> {
  allow(ctx, "conversations:write");
  for (const id of conversationIds) await getConversation({ ...ctx, permissions: "all" }, id);
  const seeing = { ...ctx, hiddenTeams: [] };
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(seeing, async (tx) => {
        await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`corrections ${tx.workspaceId}`}, 0))`);
        return work(tx);
      });
    } catch (error) {
      if (!isDeadlock(error) || "q" in ctx || attempt === mostAttempts) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && error.code === "40P01") || isDeadlock(error.cause);
}

export type Decision = Pick<
  Correction,
  "kind" | "fromConversationId" | "toConversationId" | "messageIds" | "messageCount" | "changes" | "clientIds"
> & { id: string; scheduledReplyIds?: string[]; drafts?: CarriedDrafts };

/** Writes it down with who decided it. Its moment is after the locks: what came before was there. */
export async function writeDown(tx: TxContext, decision: Decision): Promise<Correction> {
  const [last] = await tx.q
    .select({ number: max(corrections.number) })
    .from(corrections)
    .where(isInWorkspace(tx));
  const [row] = await tx.q
    .insert(corrections)
    .values({
      scheduledReplyIds: [],
      drafts: {},
      ...decision,
      workspaceId: tx.workspaceId,
      number: (last?.number ?? 0) + 1,
      by: await authorOf(tx),
      createdAt: sql`clock_timestamp()`,
    })
    .returning();
  return row!;
}

/** For the event: the conversations it touched besides those it names, so that nothing shown of them goes stale. */
export function others(
  locked: ReadonlyMap<string, Conversation>,
  named: Record<string, string>,
): { otherConversationIds?: string[] } {
  const known = new Set(Object.values(named));
  const otherConversationIds = [...locked.keys()].filter((id) => !known.has(id));
  return otherConversationIds.length === 0 ? {} : { otherConversationIds };
}

/** Those of the locked ones that were merged before. */
export function mergedAmong(conversations: ReadonlyMap<string, Conversation>): Set<string> {
  return new Set([...conversations.values()].flatMap(({ id, mergedIntoId }) => (mergedIntoId === null ? [] : [id])));
}
