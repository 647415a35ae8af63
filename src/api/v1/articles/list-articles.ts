import { z } from "zod";
import { listArticles as list } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { articleShape, showArticle, wordingInput } from "./article-shape.ts";

/** Moment of the last change, and id: the position in this list. */
const position = z.tuple([z.iso.datetime(), z.uuid()]);

export const listArticles = endpoint({
  method: "get",
  path: "/v1/articles",
  scope: "knowledge:read",
  summary: "List articles, last changed first",
  tag: "Knowledge",
  input: z.object({
    category: wordingInput.category.unwrap().optional(),
    published: z.enum(["true", "false"]).optional().describe("Those that shoppers and the AI see, or the others."),
    archived: z.enum(["true", "false"]).default("false").describe("Those out of use, instead of those in use."),
    ...pageInput,
  }),
  output: listOf(articleShape),
  async run(ctx, { category, published, archived, limit, cursor }, call) {
    const filters = { category: category ?? null, published: published ?? null, archived };
    const page = call.page({ limit, cursor, filters, position });
    const rows = await list(ctx, {
      archived: archived === "true",
      limit: page.ask,
      ...(category !== undefined && { category }),
      ...(published !== undefined && { published: published === "true" }),
      ...(page.after && { after: { updatedAt: new Date(page.after[0]), id: page.after[1] } }),
    });
    return page.of(rows, showArticle, (row) => [row.updatedAt.toISOString(), row.id]);
  },
});
