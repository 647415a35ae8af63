import { z } from "zod";
import { restoreArticle as restore } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle } from "./article-shape.ts";

export const restoreArticle = endpoint({
  method: "post",
  path: "/v1/articles/:articleId/restoration",
  scope: "knowledge:manage",
  summary: "Bring an archived article back",
  description: "It is not published by that.",
  tag: "Knowledge",
  input: z.object({ articleId: z.uuid() }),
  output: articleShape,
  run: async (ctx, input) => showArticle(await restore(ctx, input)),
});
