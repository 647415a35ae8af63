import { now } from "../../platform/clock.ts";
import { rawOf } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { jsonText } from "../../platform/records.ts";
import { allow } from "../access/index.ts";
import { type Conversation, lockConversation, type PutBack, reopenConversation } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { ChosenMode } from "../guidance/index.ts";
import { heldOutMessage, isHeldOut } from "../hold-outs/index.ts";
import type { Context } from "../workspaces/index.ts";
import { refuseOver } from "./end-overtaken.ts";
import { type Finding, finishRun } from "./finish-run.ts";
import { refuseGoneOn } from "./hand-over.ts";
import { findStanding, isRun } from "./queries.ts";
import { sendWritten } from "./send-draft.ts";
import { type Draft, type DraftSource, runs } from "./tables.ts";

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
 *   what the shop writes first about is over ("overtaken"), or the run has ended ("run_finished"): a job that runs twice makes one draft.
 */
export async function writeDraft(ctx: Context, input: NewDraft): Promise<Draft> {
  const { conversationId, runId, body, disclosure = null, sources, lastSeenMessageId, sending, ...rest } = input;
  const { promotional = false, reopens = false, ...finding } = rest;
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const before = await lockConversation(tx, conversationId);
    const isOpened = reopens && before.folder === "closed";
    const conversation = isOpened ? await reopenConversation(tx, { conversationId }) : before;
    await refuseGoneOn(tx, conversation, lastSeenMessageId);
    if (reopens) await refuseRunOver(tx, { runId, customerId: conversation.customerId });
    const { mode, sendsAt, heldBecause } = await howSent(tx, conversationId, sending);
    const draft: Draft = {
      ...{ workspaceId: tx.workspaceId, conversationId, id: newId(), createdAt: now(), runId },
      ...{ body, disclosure, sources, lastSeenMessageId, mode, sendsAt, heldBecause, promotional },
      reopened: isOpened ? wayBack(before, conversation) : null,
      ...{ intent: finding.intent ?? null, confidence: finding.confidence ?? null },
    };
    const [isFinished] = await Promise.all([
      finishRun(tx, { ...finding, runId, mode, status: "drafted", reason: null }),
      putDraft(tx, draft),
    ]);
    if (!isFinished) {
      throw new AppError("conflict", "This run has ended already", { details: { reason: "run_finished" } });
    }
    tx.emit({ name: "draft.written", data: { conversationId, draftId: draft.id } });
    if (mode === "auto") return sendWritten(tx, draft);
    if (sendsAt) tx.enqueue({ queue: "ai", name: "draft.send", payload: { draftId: draft.id }, runAt: sendsAt });
    return draft;
  });
}

/** To what was closed, for as long as nobody has written in it, taken or moved it since. */
function wayBack({ status, statusId, closedAt }: Conversation, opened: Conversation): Omit<PutBack, "conversationId"> {
  const { messageCount, assigneeId, teamId } = opened;
  const now = { status: opened.status, statusId: opened.statusId, closedAt: opened.closedAt };
  return { wrote: { ...now, messageCount, assigneeId, teamId }, former: { status, statusId, closedAt } };
}

async function refuseRunOver(tx: TxContext, { runId, customerId }: { runId: string; customerId: string }) {
  const [run] = await tx.q.select({ because: runs.because }).from(runs).where(isRun(tx, runId));
  await refuseOver(tx, { because: run?.because ?? null, customerId });
}

/** In place of the conversation's older one. */
async function putDraft({ q }: TxContext, draft: Draft): Promise<void> {
  const { workspaceId, conversationId, id, createdAt, runId, body, disclosure, sources } = draft;
  const { lastSeenMessageId, mode, sendsAt, heldBecause, promotional, intent, confidence, reopened } = draft;
  await rawOf(q)`
    insert into drafts (workspace_id, conversation_id, id, created_at, run_id, body, disclosure, sources,
      last_seen_message_id, mode, sends_at, held_because, promotional, intent, confidence, reopened)
    values (${workspaceId}, ${conversationId}, ${id}, ${createdAt.toISOString()}, ${runId}, ${body}, ${disclosure},
      ${jsonText(sources)}::text::json, ${lastSeenMessageId}, ${mode}, ${sendsAt?.toISOString() ?? null}, ${heldBecause},
      ${promotional}, ${intent}, ${confidence}, ${reopened && jsonText(reopened)}::text::json)
    on conflict (workspace_id, conversation_id) do update set id = excluded.id, created_at = excluded.created_at,
      run_id = excluded.run_id, body = excluded.body, disclosure = excluded.disclosure, sources = excluded.sources,
      last_seen_message_id = excluded.last_seen_message_id, mode = excluded.mode, sends_at = excluded.sends_at,
      held_because = excluded.held_because, promotional = excluded.promotional, intent = excluded.intent, confidence = excluded.confidence, reopened = excluded.reopened`;
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
