import { z } from "zod";
import { updateArticle as update } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle, wordingInput } from "./article-shape.ts";

export const updateArticle = endpoint({
  method: "patch",
  path: "/v1/articles/:articleId",
  scope: "knowledge:manage",
  summary: "Save a new version of an article",
  description:
    "What is absent stays; what is published stays until the new version is published. With `version`: 409 with " +
    "`details.reason` = `changed_meanwhile` when there is a newer one.",
  tag: "Knowledge",
  input: z.object({
    articleId: z.uuid(),
    ...z.object(wordingInput).partial().shape,
    version: z.number().int().min(1).max(2_147_483_647).optional().describe("The version the author has seen."),
  }),
  output: articleShape,
  problems: [409],
  async run(ctx, { articleId, title, body, category, language, questions, version }) {
    const row = await update(ctx, {
      articleId,
      ...(title !== undefined && { title }),
      ...(body !== undefined && { body }),
      ...(category !== undefined && { category }),
      ...(language !== undefined && { language }),
      ...(questions !== undefined && { questions }),
      ...(version !== undefined && { version }),
    });
    return showArticle(row);
  },
});
