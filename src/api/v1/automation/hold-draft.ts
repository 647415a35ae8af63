import { z } from "zod";
import { holdDraft as hold } from "../../../domain/automation/index.ts";
import { endpoint } from "../../endpoint.ts";
import { draftShape, showDraft } from "./get-draft.ts";

export const holdDraft = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/draft/hold",
  scope: "conversations:write",
  summary: "Keep the AI's draft from being sent by itself",
  description: "It waits for a person from now on. 404 when there is none: it may have been sent.",
  tag: "AI",
  input: z.object({ conversationId: z.uuid() }),
  output: draftShape,
  async run(ctx, { conversationId }) {
    return showDraft(await hold(ctx, { conversationId }));
  },
});
