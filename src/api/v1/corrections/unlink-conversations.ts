import { z } from "zod";
import { unlinkConversations as unlink } from "../../../domain/corrections/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const unlinkConversations = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/links/:relatedConversationId",
  scope: "conversations:write",
  summary: "Take a link between two conversations away",
  tag: "Corrections",
  input: z.object({ conversationId: z.uuid(), relatedConversationId: z.uuid() }),
  output: nothing,
  run: (ctx, pair) => unlink(ctx, pair),
});
