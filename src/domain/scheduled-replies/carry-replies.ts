import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { scheduledReplies } from "./tables.ts";

/**
 * Takes what waits in one conversation to another, when the one is merged into the other or comes out again. It keeps
 * its moment, and is held back then if its author cannot know what stands there. Both conversations are locked.
 *
 * @param only these; absent: all.
 * @returns the ids of those carried.
 */
export async function carryReplies(
  tx: TxContext,
  { from, to, only }: { from: string; to: string; only?: readonly string[] },
): Promise<string[]> {
  if (only?.length === 0) return [];
  const { workspaceId, conversationId, state, id, clientMessageId } = scheduledReplies;
  const ofWorkspace = eq(workspaceId, tx.workspaceId);
  const taken = await tx.q
    .select({ key: clientMessageId })
    .from(scheduledReplies)
    .where(and(ofWorkspace, eq(conversationId, to)));
  const keys = taken.flatMap(({ key }) => key ?? []);
  // A key stands once in a conversation: whoever was there keeps it.
  const kept =
    keys.length === 0
      ? clientMessageId
      : sql`case when ${inArray(clientMessageId, keys)} then null else ${clientMessageId} end`;
  const carried = await tx.q
    .update(scheduledReplies)
    .set({ conversationId: to, clientMessageId: sql`${kept}` })
    .where(and(ofWorkspace, eq(conversationId, from), ne(state, "canceled"), only ? inArray(id, [...only]) : undefined))
    .returning({ id });
  return carried.map((row) => row.id);
}
