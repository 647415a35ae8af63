import { z } from "zod";
import { assignConversation as assign } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { InvalidInput } from "../../errors.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const assignConversation = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/assignee",
  scope: "conversations:write",
  summary: "Give a conversation to a member, a team, or nobody",
  description:
    "Name `memberId`, `teamId` or both; null is nobody, or no team. Given to another team without a member it enters " +
    "that team's queue, unless whoever has it belongs to that team. The last call wins; with `expectedMemberId` it is " +
    "refused when somebody else has the conversation by now: 409 with `details.reason` = `assigned_meanwhile`, and " +
    "`details.assignee` says who.",
  tag: "Conversations",
  input: z.object({
    conversationId: z.uuid(),
    memberId: z.uuid().nullable().optional(),
    teamId: z.uuid().nullable().optional(),
    expectedMemberId: z.uuid().nullable().optional().describe("Who has it as far as the caller knows; null: nobody."),
  }),
  output: conversationShape,
  problems: [409],
  async run(ctx, { conversationId, memberId, teamId, expectedMemberId }) {
    if (memberId === undefined && teamId === undefined) {
      throw new InvalidInput([{ path: "memberId", message: "Name `memberId`, `teamId` or both" }]);
    }
    await assign(ctx, {
      conversationId,
      ...(memberId !== undefined && { memberId }),
      ...(teamId !== undefined && { teamId }),
      ...(expectedMemberId !== undefined && { expectedMemberId }),
    });
    return showConversationById(ctx, conversationId);
  },
});
