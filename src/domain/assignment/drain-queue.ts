import { allow } from "../access/index.ts";
import { changeConversation } from "../conversations/index.ts";
import { startFollowing } from "../involvement/index.ts";
import { type Channel, lockCandidates, noteTurn } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isQueued, loadsOf, nextInQueue } from "./queries.ts";
import { chooseMember } from "./rules.ts";

/**
 * Hands out what waits in a team's queue, longest waiting first, until nothing waits or nobody who is online has room.
 * Each conversation is handed out in a transaction of its own that locks it, then the team, then its members: however
 * many drains run at once, also of other teams with the same members, nothing is given twice, nobody gets more than
 * her capacity, and nobody who has gone away gets anything.
 *
 * @returns how many were handed out.
 */
export async function drainQueue(ctx: Context, { teamId }: { teamId: string }): Promise<number> {
  allow(ctx, "conversations:write");
  const full = new Set<Channel>();
  let handedOut = 0;
  for (;;) {
    const conversationId = await nextInQueue(ctx, { teamId, without: [...full] });
    if (conversationId === null) return handedOut;
    const outcome = await handOut(ctx, teamId, conversationId);
    if (outcome === "given") handedOut++;
    else if (outcome !== "gone") full.add(outcome.full);
  }
}

/** "gone": it left the queue before it could be locked. `full`: nobody has room for this channel. */
type Outcome = "given" | "gone" | { full: Channel };

async function handOut(ctx: Context, teamId: string, conversationId: string): Promise<Outcome> {
  let outcome: Outcome = "gone";
  await changeConversation(ctx, conversationId, async (conversation, tx) => {
    if (!isQueued(conversation) || conversation.teamId !== teamId) return null;
    const { team, candidates } = await lockCandidates(tx, teamId);
    const { channel } = conversation;
    const loads = await loadsOf(
      tx,
      candidates.map(({ memberId }) => memberId),
    );
    const memberId = chooseMember(candidates, { mode: team.mode, channel, loads });
    outcome = memberId === null ? { full: channel } : "given";
    if (memberId === null) return null;
    await noteTurn(tx, team, memberId);
    await startFollowing(tx, { conversationId, memberId });
    return {
      set: { assigneeId: memberId },
      event: { name: "conversation.assigned", data: { conversationId, from: null, to: memberId } },
    };
  });
  return outcome;
}
