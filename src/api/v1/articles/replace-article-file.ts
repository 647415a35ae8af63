import { z } from "zod";
import { replaceArticleFile as replace } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, fileNameInput, fileRefusals, showArticle } from "./article-shape.ts";

export const replaceArticleFile = endpoint({
  method: "put",
  path: "/v1/articles/:articleId/file",
  scope: "knowledge:manage",
  summary: "Put another file in place of an article’s, or see what that would change",
  description:
    "Its text becomes the newest version; what is published stays until a person publishes it. " +
    `${fileRefusals} 409 with \`details.reason\` = \`no_file\` for an article that is from none, \`changed_meanwhile\` ` +
    "when somebody else changed it first.",
  tag: "Knowledge",
  takes: "file",
  input: z.object({
    articleId: z.uuid(),
    fileName: fileNameInput,
    preview: z.enum(["true", "false"]).default("false").describe("Only say what would change."),
    version: z.coerce.number().int().optional().describe("The one you have seen: another is not overwritten."),
  }),
  output: z.object({
    article: articleShape,
    lines: z
      .array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() }))
      .describe("Against the newest version before."),
  }),
  problems: [409],
  async run(ctx, { preview, ...input }, { body }) {
    const { article, lines } = await replace(ctx, { ...input, content: body.content, isPreview: preview === "true" });
    return { article: showArticle(article), lines };
  },
});
