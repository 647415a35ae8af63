import { and, eq, inArray } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isCase } from "./queries.ts";
import { type TrialCase, trialCases } from "./tables.ts";

export type Tried = Partial<
  Pick<
    TrialCase,
    "reply" | "sources" | "refused" | "reason" | "handOverReason" | "intent" | "confidence" | "mode" | "costMicros"
  >
> & { outcome: Exclude<TrialCase["outcome"], "waiting"> };

/** Writes down what a conversation of a trial came to. Safe to repeat: what was tried stays as it is. */
export async function finishCase(ctx: Context, { caseId, ...tried }: Tried & { caseId: string }): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.q
      .update(trialCases)
      .set({ ...tried, finishedAt: now() })
      .where(and(isCase(tx, caseId), eq(trialCases.outcome, "waiting"))),
  );
}

/** Others' conversations in which an erased person wrote stay; what was tried on them goes. */
export async function eraseTrials(tx: TxContext, conversationIds: readonly string[]): Promise<void> {
  const { workspaceId, conversationId } = trialCases;
  await tx.q
    .delete(trialCases)
    .where(and(eq(workspaceId, tx.workspaceId), inArray(conversationId, [...conversationIds])));
}
