import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import { checkSteps } from "../steps/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isCannedReply, lockCannedReply } from "./queries.ts";
import { checkWording, refuseNothing, type Wording } from "./rules.ts";
import { takingShortcut } from "./shortcut.ts";
import { type CannedReply, cannedReplies } from "./tables.ts";

export interface CannedReplyChange extends Partial<Wording> {
  cannedReplyId: string;
  /** The version the author has seen; refused when there is a newer one. Absent: whatever is there is replaced. */
  version?: number;
}

/**
 * Changes what is named and leaves the rest. Safe to repeat: without a difference nothing happens.
 * @throws AppError("invalid_input"), AppError("conflict"), NotFound as `createCannedReply` does.
 * @throws AppError("conflict") when somebody changed it meanwhile (`details.reason` "changed_meanwhile").
 */
export async function updateCannedReply(ctx: Context, change: CannedReplyChange): Promise<CannedReply> {
  allow(ctx, "canned_replies:manage");
  const { cannedReplyId, version, ...given } = change;
  const wording = checkWording(given);
  return inTransaction(ctx, async (tx) => {
    const before = await lockCannedReply(tx, cannedReplyId);
    if (version !== undefined && version !== before.version) {
      throw new AppError("conflict", "Somebody changed this canned reply meanwhile", {
        details: { reason: "changed_meanwhile", version: before.version },
      });
    }
    if (!differs(before, wording)) return before;
    if (wording.teamId && wording.teamId !== before.teamId) await getTeamInUse(tx, wording.teamId);
    refuseNothing({ ...before, ...wording });
    const { steps, ...words } = wording;
    // What was archived since is no reason not to mend the text.
    if (steps && !isSame(steps, before.steps)) await checkSteps(tx, steps);
    const set = {
      ...words,
      ...(steps && { steps: [...steps] }),
      version: sql`${cannedReplies.version} + 1`,
      updatedAt: now(),
    };
    const [row] = await takingShortcut(wording.shortcut ?? before.shortcut, () =>
      tx.q.update(cannedReplies).set(set).where(isCannedReply(tx, cannedReplyId)).returning(),
    );
    tx.emit({ name: "canned_reply.updated", data: { cannedReplyId } });
    return row!;
  });
}

function differs(before: CannedReply, wording: Partial<Wording>): boolean {
  const fields = ["name", "shortcut", "body", "language", "teamId"] as const;
  const { steps } = wording;
  if (steps && !isSame(steps, before.steps)) return true;
  return fields.some((field) => wording[field] !== undefined && wording[field] !== before[field]);
}

function isSame(one: Wording["steps"], other: Wording["steps"]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
