import { z } from "zod";
import { endpoint } from "../../endpoint.ts";
import { followersShape, showFollowers } from "./follower-shape.ts";

export const listFollowers = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/followers",
  scope: "conversations:read",
  summary: "List who follows a conversation",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: followersShape,
  run: (ctx, { conversationId }) => showFollowers(ctx, conversationId),
});
