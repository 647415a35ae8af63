import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isCannedReply, lockCannedReply } from "./queries.ts";
import { takingShortcut } from "./shortcut.ts";
import { type CannedReply, cannedReplies } from "./tables.ts";

/**
 * Brings an archived reply back. Safe to repeat.
 * @throws NotFound, AppError("conflict") when its shortcut belongs to another reply by now (`takingShortcut`).
 */
export async function restoreCannedReply(
  ctx: Context,
  { cannedReplyId }: { cannedReplyId: string },
): Promise<CannedReply> {
  allow(ctx, "canned_replies:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockCannedReply(tx, cannedReplyId);
    if (!before.archivedAt) return before;
    const [row] = await takingShortcut(before.shortcut, () =>
      tx.q.update(cannedReplies).set({ archivedAt: null }).where(isCannedReply(tx, cannedReplyId)).returning(),
    );
    tx.emit({ name: "canned_reply.restored", data: { cannedReplyId } });
    return row!;
  });
}
