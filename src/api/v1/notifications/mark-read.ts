import { z } from "zod";
import { countUnread, markRead as mark } from "../../../domain/notifications/index.ts";
import { endpoint } from "../../endpoint.ts";
import { unreadShape } from "./count-unread.ts";

export const markNotificationsRead = endpoint({
  method: "post",
  path: "/v1/notifications/read",
  scope: "session",
  summary: "Say that one has looked",
  description: "At these, at those of a conversation, or with neither at all there are. Answers with what is left.",
  tag: "Notifications",
  input: z.object({ notificationIds: z.array(z.uuid()).max(100).optional(), conversationId: z.uuid().optional() }),
  output: unreadShape,
  async run(ctx, { notificationIds, conversationId }) {
    await mark(ctx, {
      ...(notificationIds !== undefined && { notificationIds }),
      ...(conversationId !== undefined && { conversationId }),
    });
    return { unread: await countUnread(ctx) };
  },
});
