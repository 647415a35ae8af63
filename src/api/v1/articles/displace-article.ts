import { z } from "zod";
import { displaceArticle as displace } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle } from "./article-shape.ts";

export const displaceArticle = endpoint({
  method: "delete",
  path: "/v1/articles/:articleId/placement",
  scope: "knowledge:manage",
  summary: "Take an article out of the help centre",
  description: "Its page is gone at once. The AI goes by it as before, as long as it is published.",
  tag: "Knowledge",
  input: z.object({ articleId: z.uuid() }),
  output: articleShape,
  run: async (ctx, input) => showArticle(await displace(ctx, input)),
});
