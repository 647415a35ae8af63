import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isCannedReply, lockCannedReply } from "./queries.ts";
import { cannedReplies } from "./tables.ts";

/** Takes a reply out of use; its shortcut is free again. Safe to repeat. @throws NotFound */
export async function archiveCannedReply(ctx: Context, { cannedReplyId }: { cannedReplyId: string }): Promise<void> {
  allow(ctx, "canned_replies:manage");
  await inTransaction(ctx, async (tx) => {
    const { archivedAt } = await lockCannedReply(tx, cannedReplyId);
    if (archivedAt) return;
    await tx.q.update(cannedReplies).set({ archivedAt: now() }).where(isCannedReply(tx, cannedReplyId));
    tx.emit({ name: "canned_reply.archived", data: { cannedReplyId } });
  });
}
