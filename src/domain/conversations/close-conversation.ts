import { now } from "../../platform/clock.ts";
import type { Context } from "../workspaces/index.ts";
import { changeConversation } from "./change-conversation.ts";
import type { Conversation } from "./tables.ts";

/** Safe to repeat: closing a closed conversation changes and announces nothing. */
export async function closeConversation(ctx: Context, input: { conversationId: string }): Promise<Conversation> {
  return changeConversation(ctx, input.conversationId, ({ status, id }) =>
    status === "closed"
      ? null
      : {
          set: {
            ...{ status: "closed", statusId: null, snoozedUntil: null, waitingSince: null },
            ...{ closedAt: now(), resolvedAt: now() },
          },
          event: { name: "conversation.closed", data: { conversationId: id, from: status, to: "closed" } },
        },
  );
}

/** Opens a closed or waiting conversation. Safe to repeat: an open one is left alone and nothing is announced. */
export async function reopenConversation(ctx: Context, input: { conversationId: string }): Promise<Conversation> {
  return changeConversation(ctx, input.conversationId, ({ status, id }) =>
    status === "open"
      ? null
      : {
          set: { status: "open", statusId: null, closedAt: null, snoozedUntil: null },
          event: { name: "conversation.reopened", data: { conversationId: id, from: status, to: "open" } },
        },
  );
}
