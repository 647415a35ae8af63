import { z } from "zod";
import { searchKnowledge as search } from "../../../domain/knowledge/index.ts";
import { meaningOf } from "../../../platform/embeddings/embedder.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const share = z.number().min(0).max(1);

const passageShape = z
  .object({
    articleId: z.uuid(),
    chunkId: z.uuid(),
    title: z.string(),
    category: z.string().nullable(),
    language: z.string().nullable(),
    sourceUrl: z.string().nullable().describe("The web page it was read from; null: written here."),
    fileName: z.string().nullable().describe("The file it was read from; null: it is from none."),
    heading: z.string().describe("Where in the article; empty: at its beginning."),
    text: z.string(),
    score: share.describe("Among what this search found."),
    coverage: share.describe("The part of the question it speaks of: tells what fits from the best of what does not."),
  })
  .meta({ id: "Passage" });

export const searchKnowledge = endpoint({
  method: "get",
  path: "/v1/knowledge/search",
  scope: "knowledge:read",
  summary: "Find passages of published articles that may answer a question",
  description:
    "Best first, the best of each article. Any word of the question may lead there: none has to stand in it, and none " +
    "has to be spelt right. Articles in the language of the question come before those in another.",
  tag: "Knowledge",
  input: z.object({
    q: z.string().trim().min(1).max(5000).describe("A question in the shopper's words."),
    limit: z.coerce.number().int().min(1).max(50).default(5),
  }),
  output: listOf(passageShape),
  async run(ctx, { q, limit }) {
    const meaning = await meaningOf(q);
    return wholeList(await search(ctx, { question: q, limit, ...(meaning && { meaning }) }), (passage) => passage);
  },
});
