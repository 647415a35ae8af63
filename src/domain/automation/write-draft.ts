import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { lockConversation } from "../conversations/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { finishRun } from "./finish-run.ts";
import { lastWord } from "./queries.ts";
import { type Draft, type DraftSource, drafts } from "./tables.ts";

export interface NewDraft {
  conversationId: string;
  runId: string;
  body: string;
  sources: DraftSource[];
  /** The newest message the draft takes into account. */
  lastSeenMessageId: string;
}

/**
 * Puts an answer before the agents in place of an older one, and ends its run. Under the conversation's lock, so
 * nothing can be written in between.
 *
 * @throws AppError("conflict") when the conversation went on or was closed (`details.reason` "newer_messages"), or
 *   the run has ended ("run_finished"): a job that runs twice makes one draft.
 */
export async function writeDraft(ctx: Context, input: NewDraft): Promise<Draft> {
  const { conversationId, runId, body, sources, lastSeenMessageId } = input;
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const conversation = await lockConversation(tx, conversationId);
    const last = await lastWord(tx, conversationId);
    if (last?.id !== lastSeenMessageId || conversation.folder !== "open") {
      throw new AppError("conflict", "The conversation went on while the draft was being written", {
        details: { reason: "newer_messages" },
      });
    }
    if (!(await finishRun(tx, { runId, status: "drafted", reason: null }))) {
      throw new AppError("conflict", "This run has ended already", { details: { reason: "run_finished" } });
    }
    const written = { id: newId(), createdAt: now(), runId, body, sources, lastSeenMessageId };
    const [draft] = await tx.q
      .insert(drafts)
      .values({ workspaceId: tx.workspaceId, conversationId, ...written })
      .onConflictDoUpdate({ target: [drafts.workspaceId, drafts.conversationId], set: written })
      .returning();
    tx.emit({ name: "draft.written", data: { conversationId, draftId: draft!.id } });
    return draft!;
  });
}
