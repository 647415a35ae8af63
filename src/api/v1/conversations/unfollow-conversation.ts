import { z } from "zod";
import { unfollowConversation as unfollow } from "../../../domain/involvement/index.ts";
import { endpoint } from "../../endpoint.ts";
import { followersShape, showFollowers } from "./follower-shape.ts";

export const unfollowConversation = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/followers/:memberId",
  scope: "conversations:read",
  summary: "Follow a conversation no more",
  description: "For a colleague it needs `conversations:write`. Safe to repeat.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), memberId: z.uuid() }),
  output: followersShape,
  async run(ctx, input) {
    await unfollow(ctx, input);
    return showFollowers(ctx, input.conversationId);
  },
});
