import { AppError } from "../../platform/errors.ts";
import { getMember } from "../access/index.ts";
import { checkSnooze } from "../conversations/index.ts";
import { checkFieldSetting } from "../fields/index.ts";
import { checkStatusInUse } from "../statuses/index.ts";
import { getTag, getTagInUse } from "../tags/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Change } from "./change.ts";

/**
 * Refuses what could be done to no conversation: what it needs may go meanwhile.
 *
 * @throws AppError as the verb for one conversation does: NotFound, "invalid_input", "conflict" for what is archived.
 */
export async function checkChange(ctx: Context, change: Change): Promise<void> {
  switch (change.type) {
    case "tag":
      return void (await getTagInUse(ctx, change.tagId));
    case "untag":
      return void (await getTag(ctx, change.tagId));
    case "set_status":
      return checkStatusInUse(ctx, change.statusId);
    case "snooze":
      return checkSnooze(change.until === null ? null : new Date(change.until));
    case "assign":
      return checkAssignment(ctx, change);
    case "set_field":
      return checkFieldSetting(ctx, change);
  }
}

async function checkAssignment(ctx: Context, { memberId, teamId }: Extract<Change, { type: "assign" }>) {
  if (memberId === undefined && teamId === undefined) {
    throw new AppError("invalid_input", "Name a `memberId`, a `teamId`, or both; null takes it away");
  }
  if (memberId) await getMember(ctx, memberId);
  if (teamId) await getTeamInUse(ctx, teamId);
}
