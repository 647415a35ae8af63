import { z } from "zod";
import { createPageArticle as create } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle, wordingInput } from "./article-shape.ts";

export const createPageArticle = endpoint({
  method: "post",
  path: "/v1/articles/pages",
  scope: "knowledge:manage",
  summary: "Take an article from a web page",
  description:
    "The page is read at once, each day, and when you ask. What is new becomes the newest version; a person publishes it.",
  tag: "Knowledge",
  input: z.object({
    url: z.string().min(1).max(2000).describe("A public https address: https://shop.example/pages/shipping"),
    category: wordingInput.category.default(null),
  }),
  output: articleShape,
  status: 201,
  run: async (ctx, input) => showArticle(await create(ctx, input)),
});
