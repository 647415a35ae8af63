import { z } from "zod";
import { discardDraft } from "../../../domain/drafts/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";
import { draftKind } from "./my-draft-shape.ts";

export const discardMyDraft = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/my-drafts",
  scope: "session",
  summary: "Throw away what one was writing",
  tag: "My drafts",
  input: z.object({ conversationId: z.uuid(), kind: draftKind }),
  output: nothing,
  run: (ctx, place) => discardDraft(ctx, place),
});
