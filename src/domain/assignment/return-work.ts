import { changeConversation } from "../conversations/index.ts";
import { lockState } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { openOf } from "./queries.ts";

const pageSize = 100;

/**
 * Puts everything a member has open back: into the queue of its team, or for everybody to take. Stops when she is back:
 * it looks again for each conversation. Snoozed and closed ones stay hers.
 */
export async function returnWork(ctx: Context, { memberId }: { memberId: string }): Promise<void> {
  let after: string | null = null;
  do {
    const page: string[] = await openOf(ctx, memberId, after, pageSize);
    for (const conversationId of page) {
      if (!(await returnOne(ctx, memberId, conversationId))) return;
    }
    after = page.length < pageSize ? null : page.at(-1)!;
  } while (after !== null);
}

/** @returns whether she is still away and giving her work to others. */
async function returnOne(ctx: Context, memberId: string, conversationId: string): Promise<boolean> {
  let goesOn = true;
  await changeConversation(ctx, conversationId, async ({ folder, assigneeId }, tx) => {
    goesOn = (await lockState(tx, memberId)) === "away_reassigning";
    if (!goesOn || folder !== "open" || assigneeId !== memberId) return null;
    return {
      set: { assigneeId: null },
      event: { name: "conversation.assigned", data: { conversationId, from: memberId, to: null } },
    };
  });
  return goesOn;
}

/**
 * A conversation of a team came back while whoever has it is away or offline, and a customer waits: it returns to the
 * queue. Without a team it stays with her, as a person decided; so does one that nobody waits for, which she reopened
 * herself.
 */
export async function returnUnlessThere(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  await changeConversation(ctx, conversationId, async ({ folder, assigneeId, teamId, waitingSince }, tx) => {
    if (folder !== "open" || assigneeId === null || teamId === null || waitingSince === null) return null;
    if ((await lockState(tx, assigneeId)) === "online") return null;
    return {
      set: { assigneeId: null },
      event: { name: "conversation.assigned", data: { conversationId, from: assigneeId, to: null } },
    };
  });
}
