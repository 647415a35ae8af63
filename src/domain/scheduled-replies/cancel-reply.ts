import { and, eq, lt } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getMessage } from "../conversations/index.ts";
import { returnToDraft } from "../drafts/index.ts";
import { inTransaction } from "../events/index.ts";
import { releaseUploads } from "../uploads/index.ts";
import type { Context } from "../workspaces/index.ts";
import { lockWithConversation } from "./dispatch-reply.ts";
import { findScheduled, isScheduled, type ScheduledWithFiles } from "./queries.ts";
import { scheduledReplies } from "./tables.ts";

const keptForMs = 24 * 3_600_000;

/**
 * Calls a reply back before it is sent. Its text and files go back into its author's draft, in front of what she has
 * written there since. Safe to repeat.
 *
 * @throws AppError("conflict") when it has been sent (`details.reason` "already_sent"): of calling back and sending at
 *   the same moment exactly one happens.
 */
export async function cancelReply(
  ctx: Context,
  { scheduledReplyId }: { scheduledReplyId: string },
): Promise<ScheduledWithFiles> {
  allow(ctx, "conversations:write");
  const known = await findScheduled(ctx, scheduledReplyId);
  if (!known) throw await goneBecause(ctx, scheduledReplyId);
  return inTransaction(ctx, async (tx) => {
    const row = await lockWithConversation(tx, known);
    if (!row) throw await goneBecause(tx, scheduledReplyId);
    if (row.state === "canceled") return { ...row, files: [] };
    const { conversationId, author, body } = row;
    const files = await releaseUploads(tx, row.attachmentIds);
    const attachmentIds = files.map(({ id }) => id);
    if (author.type === "member" && author.id !== null) {
      await returnToDraft(tx, { memberId: author.id, conversationId, kind: "reply", body, attachmentIds });
    }
    const [canceled] = await tx.q
      .update(scheduledReplies)
      .set({ state: "canceled", updatedAt: now() })
      .where(isScheduled(tx, scheduledReplyId))
      .returning();
    tx.emit({ name: "reply.canceled", data: { conversationId, scheduledReplyId } });
    return { ...canceled!, files };
  });
}

/** Removes those called back a day ago; so long a repeated call finds what became of them. */
export async function sweepCanceled(ctx: Context): Promise<void> {
  const before = new Date(now().getTime() - keptForMs);
  await inTransaction(ctx, (tx) =>
    tx.q
      .delete(scheduledReplies)
      .where(
        and(
          eq(scheduledReplies.workspaceId, tx.workspaceId),
          eq(scheduledReplies.state, "canceled"),
          lt(scheduledReplies.updatedAt, before),
        ),
      ),
  );
}

async function goneBecause(ctx: Context, scheduledReplyId: string): Promise<Error> {
  try {
    await getMessage(ctx, scheduledReplyId);
    return new AppError("conflict", "It has been sent already", { details: { reason: "already_sent" } });
  } catch (error) {
    return error instanceof NotFound ? new NotFound("Scheduled reply", scheduledReplyId) : (error as Error);
  }
}
