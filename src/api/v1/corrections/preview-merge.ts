import { z } from "zod";
import { previewMerge as preview } from "../../../domain/corrections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, priority, showConversationById } from "../conversations/conversation-shape.ts";

export const previewMerge = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/merge-preview",
  scope: "conversations:read",
  summary: "See what a merge would do, without doing it",
  tag: "Corrections",
  input: z.object({ conversationId: z.uuid(), intoConversationId: z.uuid() }),
  output: z.object({
    from: conversationShape.describe("The conversation that goes, as it is now."),
    into: conversationShape.describe("The other one, which stays."),
    messageCount: z.number().int().describe("How many messages would go there."),
    after: z
      .object({
        status: z.enum(["open", "waiting", "closed", "merged"]),
        snoozedUntil: z.iso.datetime().nullable(),
        priority,
        assigneeId: z.uuid().nullable(),
        teamId: z.uuid().nullable(),
        waitingSince: z.iso.datetime().nullable(),
      })
      .describe("What the other conversation would become."),
    tagIds: z.array(z.uuid()).describe("Tags it would be given."),
    warnings: z.array(
      z.object({
        code: z.enum(["other_customer", "other_mailbox", "other_team", "hidden_source"]),
        message: z.string(),
      }),
    ),
  }),
  problems: [409],
  async run(ctx, input) {
    const { after, messageCount, tagIds, warnings } = await preview(ctx, input);
    const { status, priority: urgency, assigneeId, teamId } = after;
    return {
      ...{ messageCount, tagIds, warnings },
      from: await showConversationById(ctx, input.conversationId),
      into: await showConversationById(ctx, input.intoConversationId),
      after: {
        ...{ status, priority: urgency, assigneeId, teamId },
        snoozedUntil: after.snoozedUntil?.toISOString() ?? null,
        waitingSince: after.waitingSince?.toISOString() ?? null,
      },
    };
  },
});
