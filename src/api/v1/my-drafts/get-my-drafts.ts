import { z } from "zod";
import { findDrafts } from "../../../domain/drafts/index.ts";
import { endpoint } from "../../endpoint.ts";
import { myDraftShape, showMyDraft } from "./my-draft-shape.ts";

export const getMyDrafts = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/my-drafts",
  scope: "session",
  summary: "Read what one was writing",
  description: "Null where there is nothing unsent. The AI's proposal is another thing: `GET …/draft`.",
  tag: "My drafts",
  input: z.object({ conversationId: z.uuid() }),
  output: z.object({ reply: myDraftShape.nullable(), note: myDraftShape.nullable() }),
  async run(ctx, { conversationId }) {
    const drafts = await findDrafts(ctx, conversationId);
    const shown = (kind: "reply" | "note") => {
      const draft = drafts.find((one) => one.kind === kind);
      return draft ? showMyDraft(draft) : null;
    };
    return { reply: shown("reply"), note: shown("note") };
  },
});
