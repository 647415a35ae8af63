import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import { checkSteps } from "../steps/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkWording, refuseNothing, type Wording } from "./rules.ts";
import { takingShortcut } from "./shortcut.ts";
import { type CannedReply, cannedReplies } from "./tables.ts";

/**
 * Keeps a text to answer with, and what is done with it, for everybody or for one team.
 * @throws NotFound for an unknown team, AppError("conflict") for an archived one.
 * @throws AppError("invalid_input") for wording that cannot be saved: see `checkWording`.
 * @throws AppError("invalid_input") for steps that could be done nowhere: see `checkSteps`.
 * @throws AppError("conflict") when another reply has the shortcut (`takingShortcut`).
 */
export async function createCannedReply(ctx: Context, wording: Wording): Promise<CannedReply> {
  allow(ctx, "canned_replies:manage");
  const checked = checkWording(wording);
  const { name, shortcut, body, language, teamId = null, steps = [] } = checked;
  refuseNothing(checked);
  return inTransaction(ctx, async (tx) => {
    if (teamId) await getTeamInUse(tx, teamId);
    await checkSteps(tx, steps);
    const createdBy = tx.actor.type === "member" ? tx.actor.id : null;
    const { workspaceId } = tx;
    const made = { workspaceId, id: newId(), name, shortcut, body, language, teamId, createdBy, steps: [...steps] };
    const [row] = await takingShortcut(shortcut, () => tx.q.insert(cannedReplies).values(made).returning());
    tx.emit({ name: "canned_reply.created", data: { cannedReplyId: made.id } });
    return row!;
  });
}
