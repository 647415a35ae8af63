import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { addNote, assignConversation, lockConversation, reopenConversation, reply } from "../conversations/index.ts";
import { attempt, inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { dropDraft } from "./discard-draft.ts";
import { type Finding, finishRun } from "./finish-run.ts";
import type { HandOverReason } from "./outcomes.ts";
import { lastWord } from "./queries.ts";
import { aiStandings } from "./tables.ts";

export interface HandOver extends Finding {
  conversationId: string;
  runId: string;
  handOverReason: HandOverReason;
  /** Why, in words an agent understands. */
  reason: string;
  /** What the person who takes over needs to know. */
  note: string;
  /** What the customer is told; null: nothing. */
  message: string | null;
  /** Whose queue it enters; null: it stays where it is. */
  teamId: string | null;
  /** The newest message it takes into account. */
  lastSeenMessageId: string;
}

/**
 * Gives a conversation from the AI to people, in one: the customer is told, the person who takes over finds a note, it
 * stands open in the team's queue, and the AI is silent there until it is closed. What cannot be told to the customer, or
 * a team that is gone, does not keep it from people: the note says so.
 *
 * @param ctx of the AI.
 * @throws AppError("conflict") as `writeDraft` does: the conversation went on, or the run has ended.
 */
export async function handOver(ctx: Context, input: HandOver): Promise<void> {
  allow(ctx, "conversations:write");
  const { conversationId, runId, handOverReason, reason, message, teamId, note, lastSeenMessageId, ...finding } = input;
  await inTransaction(ctx, async (tx) => {
    const conversation = await lockConversation(tx, conversationId);
    await refuseGoneOn(tx, conversation, lastSeenMessageId);
    const ended = { ...finding, runId, status: "handed_over", reason, handOverReason } as const;
    if (!(await finishRun(tx, ended))) {
      throw new AppError("conflict", "This run has ended already", { details: { reason: "run_finished" } });
    }
    await dropDraft(tx, conversationId);
    const standing = { runId, reason: handOverReason, since: now() };
    await tx.q
      .insert(aiStandings)
      .values({ workspaceId: tx.workspaceId, conversationId, ...standing })
      .onConflictDoUpdate({ target: [aiStandings.workspaceId, aiStandings.conversationId], set: standing });
    const troubles = [
      message && (await tryOut(tx, "The customer could not be told", (inner) => tell(inner, input, message))),
      teamId && (await tryOut(tx, "The team could not be given it", (inner) => give(inner, conversationId, teamId))),
    ];
    await reopenConversation(tx, { conversationId });
    // A model's words name nobody.
    const body = [note, ...troubles.filter(Boolean)].join("\n").replaceAll("<@", "< @");
    await addNote(tx, { conversationId, body, clientMessageId: `hand-over-note ${runId}` });
    tx.emit({ name: "conversation.handed_over", data: { conversationId, runId, to: handOverReason } });
  });
}

/** @throws AppError("conflict") when something newer was said or nobody waits for an answer any more. */
export async function refuseGoneOn(
  tx: TxContext,
  { id, folder }: { id: string; folder: string },
  lastSeenMessageId: string,
): Promise<void> {
  const last = await lastWord(tx, id);
  if (last?.id === lastSeenMessageId && folder === "open") return;
  throw new AppError("conflict", "The conversation went on while the answer was being written", {
    details: { reason: "newer_messages" },
  });
}

async function tell(tx: TxContext, { conversationId, runId, lastSeenMessageId }: HandOver, body: string) {
  await reply(tx, { conversationId, body, lastSeenMessageId, clientMessageId: `hand-over ${runId}` });
}

async function give(tx: TxContext, conversationId: string, teamId: string) {
  await assignConversation(tx, { conversationId, teamId });
}

/** @returns what went wrong, in words; null: nothing. */
async function tryOut(tx: TxContext, failure: string, work: (tx: TxContext) => Promise<void>): Promise<string | null> {
  try {
    await attempt(tx, work);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `${failure}: ${error.message}.`;
  }
}
