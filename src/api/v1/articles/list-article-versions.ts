import { z } from "zod";
import { listArticleVersions as list } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const versionShape = z
  .object({
    version: z.number().int(),
    title: z.string(),
    body: z.string(),
    category: z.string().nullable(),
    language: z.string().nullable(),
    questions: z.array(z.string()),
    savedBy: z.uuid().nullable().describe("The member who saved it; null when a program did."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "ArticleVersion" });

export const listArticleVersions = endpoint({
  method: "get",
  path: "/v1/articles/:articleId/versions",
  scope: "knowledge:read",
  summary: "List what an article said before, newest first",
  description: "The last hundred.",
  tag: "Knowledge",
  input: z.object({ articleId: z.uuid() }),
  output: listOf(versionShape),
  async run(ctx, { articleId }) {
    return wholeList(await list(ctx, articleId), (row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  },
});
