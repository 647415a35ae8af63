import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkWording, type Wording } from "./rules.ts";
import { takingShortcut } from "./shortcut.ts";
import { type CannedReply, cannedReplies } from "./tables.ts";

/**
 * Keeps a text for the team to answer with.
 * @throws AppError("invalid_input") for wording that cannot be saved: see `checkWording`.
 * @throws AppError("conflict") when another reply has the shortcut (`takingShortcut`).
 */
export async function createCannedReply(ctx: Context, wording: Wording): Promise<CannedReply> {
  allow(ctx, "canned_replies:manage");
  const { name, shortcut, body, language } = checkWording(wording);
  return inTransaction(ctx, async (tx) => {
    const createdBy = tx.actor.type === "member" ? tx.actor.id : null;
    const made = { workspaceId: tx.workspaceId, id: newId(), name, shortcut, body, language, createdBy };
    const [row] = await takingShortcut(shortcut, () => tx.q.insert(cannedReplies).values(made).returning());
    tx.emit({ name: "canned_reply.created", data: { cannedReplyId: made.id } });
    return row!;
  });
}
