import { z } from "zod";
import { discardDraft as discard } from "../../../domain/automation/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const discardDraft = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/draft",
  scope: "conversations:write",
  summary: "Throw the AI's draft away",
  tag: "AI",
  input: z.object({ conversationId: z.uuid() }),
  output: nothing,
  async run(ctx, { conversationId }) {
    await discard(ctx, { conversationId });
  },
});
