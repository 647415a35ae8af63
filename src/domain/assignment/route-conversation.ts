import { changeConversation } from "../conversations/index.ts";
import type { Context } from "../workspaces/index.ts";
import { defaultTeamFor } from "./queries.ts";

/** A new conversation enters the queue of its connection's team, unless somebody was quicker to give it one. */
export async function routeConversation(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  const teamId = await defaultTeamFor(ctx, conversationId);
  if (teamId === null) return;
  await changeConversation(ctx, conversationId, (before) =>
    before.teamId !== null
      ? null
      : {
          set: { teamId },
          event: { name: "conversation.team_changed", data: { conversationId, from: null, to: teamId } },
        },
  );
}
