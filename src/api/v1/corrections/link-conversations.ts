import { z } from "zod";
import { linkConversations as link } from "../../../domain/corrections/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const linkConversations = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/links/:relatedConversationId",
  scope: "conversations:write",
  summary: "Link two conversations about one matter",
  description: "Both stay as they are; each shows the other. 409 with `details.reason` `too_many_links` beyond 50.",
  tag: "Corrections",
  input: z.object({ conversationId: z.uuid(), relatedConversationId: z.uuid() }),
  output: nothing,
  problems: [409],
  run: (ctx, pair) => link(ctx, pair),
});
