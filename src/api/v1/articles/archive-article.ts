import { z } from "zod";
import { archiveArticle as archive } from "../../../domain/knowledge/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const archiveArticle = endpoint({
  method: "delete",
  path: "/v1/articles/:articleId",
  scope: "knowledge:manage",
  summary: "Take an article out of use",
  description: "It is taken back from shoppers and the AI, and can be restored.",
  tag: "Knowledge",
  input: z.object({ articleId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => archive(ctx, input),
});
