import { z } from "zod";
import { listNotifications as list } from "../../../domain/notifications/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { namedConversation } from "../conversations/conversation-shape.ts";

const shape = z
  .object({
    id: z.uuid(),
    kind: z
      .enum(["mention", "reply_held", "approval_requested"])
      .describe(
        "mention: a note names you or your team. reply_held: a reply of yours was not sent at its moment. approval_requested: somebody asks whether an action may be done.",
      ),
    conversation: namedConversation.nullable(),
    subjectId: z.uuid().describe("The note, the scheduled reply, or the approval."),
    from: z.string().nullable().describe("Who wrote the note."),
    text: z.string().nullable().describe("The beginning of the note."),
    readAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Notification" });

export const listNotifications = endpoint({
  method: "get",
  path: "/v1/notifications",
  scope: "session",
  summary: "List what one was told",
  description: "One's own, newest first.",
  tag: "Notifications",
  input: z.object({ unread: z.enum(["true", "false"]).default("false"), ...pageInput }),
  output: listOf(shape),
  async run(ctx, { unread, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { unread }, position: z.uuid() });
    const after = page.after;
    const wanted = { unread: unread === "true", limit: page.ask, ...(after !== undefined && { after }) };
    return page.of(
      await list(ctx, wanted),
      ({ conversationId, title, ...row }) => ({
        ...row,
        conversation:
          conversationId === null ? null : { id: conversationId, ...(title ?? { subject: "", channel: "email" }) },
        readAt: row.readAt?.toISOString() ?? null,
        createdAt: row.createdAt.toISOString(),
      }),
      (row) => row.id,
    );
  },
});
