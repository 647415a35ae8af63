import { z } from "zod";
import { createArticle as create } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle, wordingInput } from "./article-shape.ts";

export const createArticle = endpoint({
  method: "post",
  path: "/v1/articles",
  scope: "knowledge:manage",
  summary: "Write an article",
  description: "Nobody outside sees it before it is published.",
  tag: "Knowledge",
  input: z.object({
    ...wordingInput,
    body: wordingInput.body.default(""),
    category: wordingInput.category.default(null),
    language: wordingInput.language.default(null),
    questions: wordingInput.questions.default([]),
  }),
  output: articleShape,
  status: 201,
  run: async (ctx, input) => showArticle(await create(ctx, input)),
});
