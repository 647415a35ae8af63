import { and, eq, inArray } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { dropDraft } from "./discard-draft.ts";
import { runSteps, runs } from "./tables.ts";

/**
 * Deletes what the AI read and wrote about conversations that stay: its draft, and what its runs asked and were told.
 * What they cost stands on the runs. The caller holds the conversations' locks.
 */
export async function eraseRunContents(tx: TxContext, conversationIds: readonly string[]): Promise<void> {
  const theirs = and(eq(runs.workspaceId, tx.workspaceId), inArray(runs.conversationId, [...conversationIds]));
  for (const conversationId of conversationIds) await dropDraft(tx, conversationId);
  const ids = tx.q.select({ id: runs.id }).from(runs).where(theirs);
  await tx.q.delete(runSteps).where(and(eq(runSteps.workspaceId, tx.workspaceId), inArray(runSteps.runId, ids)));
  await tx.q.update(runs).set({ reason: null }).where(theirs);
}

export async function runsOf(tx: TxContext, conversationIds: readonly string[]): Promise<string[]> {
  const rows = await tx.q
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workspaceId, tx.workspaceId), inArray(runs.conversationId, [...conversationIds])));
  return rows.map(({ id }) => id);
}
