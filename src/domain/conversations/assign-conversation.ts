import { AppError } from "../../platform/errors.ts";
import { getMember } from "../access/index.ts";
import type { DomainEvent, TxContext } from "../events/index.ts";
import { startFollowing } from "../involvement/index.ts";
import { getTeamInUse, isInTeam } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { changeConversation } from "./change-conversation.ts";
import type { Conversation } from "./tables.ts";
import { once } from "./together.ts";

export interface Assignment {
  conversationId: string;
  /** Null: nobody. Absent: whoever has it keeps it. */
  memberId?: string | null;
  /** Null: no team. Absent: as it was. */
  teamId?: string | null;
  /** Who the caller believes has it; refused when it is somebody else by now. Absent: the last call wins. */
  expectedMemberId?: string | null;
}

/**
 * Gives a conversation to a member, to a team, or to both. Given to another team without naming a member it enters that
 * team's queue, unless whoever has it belongs to that team.
 *
 * @throws NotFound for a member or team of another workspace; AppError("conflict") for an archived team, or when the
 *   expected member no longer has it (`details.reason` "assigned_meanwhile", `details.assignee` says who does).
 */
export async function assignConversation(ctx: Context, wanted: Assignment): Promise<Conversation> {
  const { conversationId } = wanted;
  return changeConversation(ctx, conversationId, async (before, tx) => {
    const after = await ownersAfter(tx, before, wanted);
    const event: DomainEvent[] = [];
    if (after.teamId !== before.teamId) {
      const change = { conversationId, from: before.teamId, to: after.teamId };
      event.push({ name: "conversation.team_changed", data: change });
    }
    if (after.assigneeId !== before.assigneeId) {
      if (after.assigneeId !== null) await startFollowing(tx, { conversationId, memberId: after.assigneeId });
      const change = { conversationId, from: before.assigneeId, to: after.assigneeId };
      event.push({ name: "conversation.assigned", data: change });
    }
    // Nothing to change: what was wanted is so already, whoever did it.
    if (event.length === 0) return null;
    const { expectedMemberId: expected } = wanted;
    if (expected !== undefined && before.assigneeId !== expected) {
      await refuseLost(tx, before.assigneeId, "assigned_meanwhile");
    }
    return { set: after, event };
  });
}

/**
 * Takes a conversation that nobody has. Of several who take it at once, one gets it. Safe to repeat.
 *
 * @throws AppError("conflict") when somebody else has it (`details.reason` "taken", `details.assignee` says who);
 *   AppError("forbidden") for an actor who is no member.
 */
export async function takeConversation(
  ctx: Context,
  { conversationId }: { conversationId: string },
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, async ({ assigneeId }, tx) => {
    if (tx.actor.type !== "member") throw new AppError("forbidden", "Only a member can take a conversation");
    const { id: memberId } = tx.actor;
    if (assigneeId === memberId) return null;
    if (assigneeId !== null) await refuseLost(tx, assigneeId, "taken");
    await startFollowing(tx, { conversationId, memberId });
    return {
      set: { assigneeId: memberId },
      event: { name: "conversation.assigned", data: { conversationId, from: null, to: memberId } },
    };
  });
}

async function ownersAfter(
  tx: TxContext,
  before: Conversation,
  { memberId, teamId = before.teamId }: Assignment,
): Promise<Pick<Conversation, "assigneeId" | "teamId">> {
  if (memberId != null) await once(tx, `member ${memberId}`, () => getMember(tx, memberId));
  if (teamId !== null && teamId !== before.teamId) await once(tx, `team ${teamId}`, () => getTeamInUse(tx, teamId));
  if (memberId !== undefined) return { assigneeId: memberId, teamId };
  const { assigneeId } = before;
  const isHanded = teamId !== null && teamId !== before.teamId && assigneeId !== null;
  const asked = `${assigneeId} in ${teamId}`;
  const keeps = !isHanded || (await once(tx, asked, () => isInTeam(tx, { teamId, memberId: assigneeId })));
  return { assigneeId: keeps ? assigneeId : null, teamId };
}

async function refuseLost(tx: TxContext, assigneeId: string | null, reason: string): Promise<never> {
  const assignee = assigneeId === null ? null : await getMember(tx, assigneeId);
  const message = assignee ? `${assignee.name} has this conversation` : "Nobody has this conversation any more";
  throw new AppError("conflict", message, {
    details: { reason, assignee: assignee && { id: assignee.id, name: assignee.name } },
  });
}
