import { z } from "zod";
import { followConversation as follow } from "../../../domain/involvement/index.ts";
import { endpoint } from "../../endpoint.ts";
import { followersShape, showFollowers } from "./follower-shape.ts";

export const followConversation = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/followers/:memberId",
  scope: "conversations:read",
  summary: "Follow a conversation, or let a colleague follow it",
  description:
    "For a colleague it needs `conversations:write`. Who answers or gets a conversation follows it anyway. Safe to repeat.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), memberId: z.uuid() }),
  output: followersShape,
  async run(ctx, input) {
    await follow(ctx, input);
    return showFollowers(ctx, input.conversationId);
  },
});
