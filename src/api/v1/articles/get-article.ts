import { z } from "zod";
import { getArticle as get } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle } from "./article-shape.ts";

export const getArticle = endpoint({
  method: "get",
  path: "/v1/articles/:articleId",
  scope: "knowledge:read",
  summary: "Show an article as it was last saved",
  tag: "Knowledge",
  input: z.object({ articleId: z.uuid() }),
  output: articleShape,
  run: async (ctx, { articleId }) => showArticle(await get(ctx, articleId)),
});
