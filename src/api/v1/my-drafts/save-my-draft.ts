import { z } from "zod";
import { saveDraft } from "../../../domain/drafts/index.ts";
import { endpoint } from "../../endpoint.ts";
import { attachmentIds } from "../conversations/message-shape.ts";
import { draftKind, myDraftShape, showMyDraft } from "./my-draft-shape.ts";

export const saveMyDraft = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/my-drafts",
  scope: "session",
  summary: "Keep what one is writing",
  description:
    "For every device of the person who writes; gone when it is sent. 409 with `details.reason` = `changed_meanwhile` " +
    "when another window changed, sent or discarded it since `version`; `details.draft` is what is there now, or null.",
  tag: "My drafts",
  input: z.object({
    conversationId: z.uuid(),
    kind: draftKind,
    body: z.string().max(100_000),
    attachmentIds,
    version: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).describe("Of the draft it was made from; 0: none."),
  }),
  output: myDraftShape,
  problems: [409],
  run: async (ctx, { attachmentIds, ...input }) =>
    showMyDraft(await saveDraft(ctx, { ...input, ...(attachmentIds !== undefined && { attachmentIds }) })),
});
