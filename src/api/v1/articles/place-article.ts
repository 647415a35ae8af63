import { z } from "zod";
import { placeArticle as place } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle } from "./article-shape.ts";

export const placeArticle = endpoint({
  method: "put",
  path: "/v1/articles/:articleId/placement",
  scope: "knowledge:manage",
  summary: "Put an article into the help centre",
  description:
    "While that is open, anybody reads what is published of it, on its shelf and in its language. 409 with " +
    "`details.reason` = `archived` for one out of use.",
  tag: "Knowledge",
  input: z.object({ articleId: z.uuid() }),
  output: articleShape,
  problems: [409],
  run: async (ctx, input) => showArticle(await place(ctx, input)),
});
