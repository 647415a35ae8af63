import { z } from "zod";
import { requestReading as request } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle } from "./article-shape.ts";

export const requestReading = endpoint({
  method: "post",
  path: "/v1/articles/:articleId/readings",
  scope: "knowledge:manage",
  summary: "Have the page of an article read again",
  description: "409 with `details.reason` = `no_page` for an article that was written here.",
  tag: "Knowledge",
  input: z.object({ articleId: z.uuid() }),
  output: articleShape,
  status: 202,
  problems: [409],
  run: async (ctx, input) => showArticle(await request(ctx, input)),
});
