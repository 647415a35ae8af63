import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import { type OfferedStep, offerSteps } from "../steps/index.ts";
import { fillIn, type Rendered } from "../templates/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getCannedReply, isCannedReply } from "./queries.ts";
import { cannedReplies } from "./tables.ts";

/**
 * The text of a canned reply for one conversation, and its steps as they would be there, which counts as a use of it.
 * @throws NotFound for an unknown reply or conversation.
 * @throws AppError("conflict") for an archived reply (`details.reason` "archived").
 * @throws AppError("forbidden") when the reply tells something of the customer or her orders that the actor may not see.
 */
export async function fillInCannedReply(
  ctx: Context,
  { cannedReplyId, conversationId }: { cannedReplyId: string; conversationId: string },
): Promise<Rendered & { steps: OfferedStep[] }> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const reply = await getCannedReply(tx, cannedReplyId);
    if (reply.archivedAt) {
      throw new AppError("conflict", "This canned reply is archived", { details: { reason: "archived" } });
    }
    const rendered = await fillIn(tx, { body: reply.body, language: reply.language, conversationId });
    const steps = await offerSteps(tx, { conversationId, steps: reply.steps });
    await tx.q
      .update(cannedReplies)
      .set({ usageCount: sql`${cannedReplies.usageCount} + 1`, lastUsedAt: now() })
      .where(isCannedReply(tx, cannedReplyId));
    return { ...rendered, steps };
  });
}
