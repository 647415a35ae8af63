import { z } from "zod";
import { publishArticle as publish } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle } from "./article-shape.ts";

export const publishArticle = endpoint({
  method: "post",
  path: "/v1/articles/:articleId/publication",
  scope: "knowledge:manage",
  summary: "Show an article to shoppers and to the AI",
  description:
    "It is found from this moment on. An older version may be published again. 409 with `details.reason` = `archived` " +
    "for one out of use.",
  tag: "Knowledge",
  input: z.object({
    articleId: z.uuid(),
    version: z.number().int().min(1).max(2_147_483_647).optional().describe("Default: the newest."),
  }),
  output: articleShape,
  problems: [409],
  run: async (ctx, { articleId, version }) =>
    showArticle(await publish(ctx, { articleId, ...(version !== undefined && { version }) })),
});
