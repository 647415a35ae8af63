import { z } from "zod";
import { unpublishArticle as unpublish } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle } from "./article-shape.ts";

export const unpublishArticle = endpoint({
  method: "delete",
  path: "/v1/articles/:articleId/publication",
  scope: "knowledge:manage",
  summary: "Take an article back from shoppers and the AI",
  tag: "Knowledge",
  input: z.object({ articleId: z.uuid() }),
  output: articleShape,
  run: async (ctx, input) => showArticle(await unpublish(ctx, input)),
});
