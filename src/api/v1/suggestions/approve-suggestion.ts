import { z } from "zod";
import { approveSuggestion as approve } from "../../../domain/suggestions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle, wordingInput } from "../articles/article-shape.ts";

export const approveSuggestion = endpoint({
  method: "post",
  path: "/v1/knowledge/suggestions/:suggestionId/approval",
  scope: "knowledge:manage",
  summary: "Make an article of a proposed answer",
  description:
    "In your words, where you give some. Nobody outside sees it before it is published. 409 with `details.reason` = " +
    "`decided`. Needs `conversations:read` as well.",
  tag: "Knowledge",
  input: z.object({
    suggestionId: z.uuid(),
    title: wordingInput.title.optional(),
    body: wordingInput.body.optional(),
    category: wordingInput.category.default(null),
  }),
  output: articleShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showArticle(await approve(ctx, input)),
});
