import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import { getGuidanceVersion, getWorkingCopy } from "../guidance/index.ts";
import type { Context } from "../workspaces/index.ts";
import { choosePast } from "./choose-past.ts";
import { getTrial, type TrialProgress } from "./queries.ts";
import { type Trial, trialCases, trials } from "./tables.ts";

export interface TrialRequest {
  /** Of a published version; absent: the working copy. */
  number?: number | undefined;
  /** The newest so many that were answered. */
  conversations: number;
  /** Of the last so many days alone. */
  days?: number | undefined;
  /** These in place of the newest. */
  conversationIds?: readonly string[] | undefined;
}

/**
 * Begins to try guidance on past conversations, one job for each: nothing is drafted, sent or changed.
 * @throws NotFound for an unknown number or conversation.
 * @throws AppError("conflict") when no conversation was answered yet.
 */
export async function startTrial(ctx: Context, request: TrialRequest): Promise<Trial & TrialProgress> {
  allow(ctx, "settings:manage");
  const { number, conversations: newest, days, conversationIds } = request;
  if (conversationIds) allow(ctx, "conversations:read");
  return inTransaction(ctx, async (tx) => {
    const { content, version } = await wanted(tx, number);
    const past = await choosePast(tx, conversationIds ? { conversationIds } : { newest, days });
    if (past.length === 0) {
      throw new AppError("conflict", "There is no conversation to try it on: none was answered", {
        details: { reason: "nothing_answered" },
      });
    }
    const trialId = newId();
    const createdBy = tx.actor.type === "member" ? tx.actor.id : null;
    const { workspaceId } = tx;
    await tx.q.insert(trials).values({ workspaceId, id: trialId, content, version, number: number ?? null, createdBy });
    const cases = past.map((one) => ({ ...one, id: newId() }));
    await tx.q
      .insert(trialCases)
      .values(cases.map((one) => ({ ...one, workspaceId, trialId, outcome: "waiting" as const })));
    for (const { id: caseId } of cases) tx.enqueue({ queue: "ai", name: "trial.case", payload: { caseId } });
    tx.emit({ name: "trial.started", data: { trialId } });
    return getTrial(tx, trialId);
  });
}

async function wanted(ctx: Context, number: number | undefined) {
  if (number === undefined) return getWorkingCopy(ctx);
  return { content: (await getGuidanceVersion(ctx, number)).content, version: null };
}
