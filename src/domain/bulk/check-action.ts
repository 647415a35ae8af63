import { AppError } from "../../platform/errors.ts";
import { getMember } from "../access/index.ts";
import { checkSnooze } from "../conversations/index.ts";
import { checkFieldSetting } from "../fields/index.ts";
import { checkStatusInUse } from "../statuses/index.ts";
import { getTag, getTagInUse } from "../tags/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Action } from "./rules.ts";

/**
 * Refuses what could be done to no conversation. Asked before it begins and again for each slice: what it needs may go
 * meanwhile.
 *
 * @throws AppError as the verb for one conversation does: NotFound, "invalid_input", "conflict" for what is archived.
 */
export async function checkAction(ctx: Context, action: Action): Promise<void> {
  switch (action.type) {
    case "tag":
      return void (await getTagInUse(ctx, action.tagId));
    case "untag":
      return void (await getTag(ctx, action.tagId));
    case "set_status":
      return checkStatusInUse(ctx, action.statusId);
    case "snooze":
      return checkSnooze(action.until === null ? null : new Date(action.until));
    case "assign":
      return checkAssignment(ctx, action);
    case "set_field":
      return checkFieldSetting(ctx, action);
  }
}

async function checkAssignment(ctx: Context, { memberId, teamId }: Extract<Action, { type: "assign" }>) {
  if (memberId === undefined && teamId === undefined) {
    throw new AppError("invalid_input", "Name a `memberId`, a `teamId`, or both; null takes it away");
  }
  if (memberId) await getMember(ctx, memberId);
  if (teamId) await getTeamInUse(ctx, teamId);
}
