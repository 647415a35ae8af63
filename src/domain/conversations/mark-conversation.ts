import { now } from "../../platform/clock.ts";
import type { Context } from "../workspaces/index.ts";
import { changeConversation } from "./change-conversation.ts";
import type { Conversation } from "./tables.ts";

/** Safe to repeat: the same priority again changes and announces nothing. */
export async function setPriority(
  ctx: Context,
  { conversationId, priority }: { conversationId: string; priority: Conversation["priority"] },
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, (before) =>
    before.priority === priority
      ? null
      : {
          set: { priority },
          event: { name: "conversation.prioritized", data: { conversationId, from: before.priority, to: priority } },
        },
  );
}

/** Hides a conversation as spam, or brings it back as it was. */
export async function markSpam(
  ctx: Context,
  { conversationId, spam }: { conversationId: string; spam: boolean },
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, ({ spamAt }) =>
    (spamAt !== null) === spam
      ? null
      : {
          set: { spamAt: spam ? now() : null },
          event: { name: spam ? "conversation.marked_spam" : "conversation.unmarked_spam", data: { conversationId } },
        },
  );
}

/** Puts a conversation into the trash, or takes it out again as it was. */
export async function trashConversation(
  ctx: Context,
  { conversationId, trashed }: { conversationId: string; trashed: boolean },
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, ({ trashedAt }) =>
    (trashedAt !== null) === trashed
      ? null
      : {
          set: { trashedAt: trashed ? now() : null },
          event: { name: trashed ? "conversation.trashed" : "conversation.restored", data: { conversationId } },
        },
  );
}
