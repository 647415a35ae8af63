import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { lockConversation, reopenConversation } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { ChosenMode } from "../guidance/index.ts";
import { heldOutMessage, isHeldOut } from "../hold-outs/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Finding, finishRun } from "./finish-run.ts";
import { refuseGoneOn } from "./hand-over.ts";
import { findStanding } from "./queries.ts";
import { sendWritten } from "./send-draft.ts";
import { type Draft, type DraftSource, drafts } from "./tables.ts";

export interface NewDraft extends Omit<Finding, "mode"> {
  conversationId: string;
  runId: string;
  body: string;
  /** Added when it is sent by itself; null: nothing. */
  disclosure?: string | null;
  sources: DraftSource[];
  /** The newest message the draft takes into account. */
  lastSeenMessageId: string;
  /** It is to sell something. */
  promotional?: boolean;
  /** Nobody waits for it, so that the conversation may be closed: it opens for what is written. */
  reopens?: boolean;
  /** How it reaches the customer. Default: a person sends it. */
  sending?: ChosenMode & { heldBecause?: string };
}

/**
 * Puts an answer before the agents in place of an older one, and ends its run. Under the conversation's lock, so
 * nothing can be written in between. One that needs no person is sent at once, or when its pause is over; where people
 * took over meanwhile it waits for them.
 *
 * @throws AppError("conflict") when the conversation went on or was closed (`details.reason` "newer_messages"), or
 *   the run has ended ("run_finished"): a job that runs twice makes one draft.
 */
export async function writeDraft(ctx: Context, input: NewDraft): Promise<Draft> {
  const { conversationId, runId, body, disclosure = null, sources, lastSeenMessageId, sending, ...rest } = input;
  const { promotional = false, reopens = false, ...finding } = rest;
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    let conversation = await lockConversation(tx, conversationId);
    if (reopens && conversation.folder === "closed") conversation = await reopenConversation(tx, { conversationId });
    await refuseGoneOn(tx, conversation, lastSeenMessageId);
    const { mode, sendsAt, heldBecause } = await howSent(tx, conversationId, sending);
    const finishing = finishRun(tx, { ...finding, runId, mode, status: "drafted", reason: null });
    const written = {
      ...{ id: newId(), createdAt: now(), runId, body, disclosure, sources, lastSeenMessageId },
      ...{ mode, sendsAt, heldBecause, promotional },
      ...{ intent: finding.intent ?? null, confidence: finding.confidence ?? null },
    };
    const [isFinished, [draft]] = await Promise.all([
      finishing,
      tx.q
        .insert(drafts)
        .values({ workspaceId: tx.workspaceId, conversationId, ...written })
        .onConflictDoUpdate({ target: [drafts.workspaceId, drafts.conversationId], set: written })
        .returning(),
    ]);
    if (!isFinished) {
      throw new AppError("conflict", "This run has ended already", { details: { reason: "run_finished" } });
    }
    tx.emit({ name: "draft.written", data: { conversationId, draftId: draft!.id } });
    if (mode === "auto") return sendWritten(tx, draft!);
    if (sendsAt) tx.enqueue({ queue: "ai", name: "draft.send", payload: { draftId: draft!.id }, runAt: sendsAt });
    return draft!;
  });
}

const byHand: ChosenMode = { mode: "draft", pauseMinutes: 0 };

async function howSent(
  tx: TxContext,
  conversationId: string,
  { mode, pauseMinutes, heldBecause = null }: ChosenMode & { heldBecause?: string | null } = byHand,
) {
  const byPerson = { mode: "draft" as const, sendsAt: null };
  if (mode === "draft" || (await findStanding(tx, conversationId))) return { ...byPerson, heldBecause };
  if (await isHeldOut(tx, conversationId)) return { ...byPerson, heldBecause: heldOutMessage };
  return { mode, sendsAt: new Date(now().getTime() + pauseMinutes * 60_000), heldBecause: null };
}
