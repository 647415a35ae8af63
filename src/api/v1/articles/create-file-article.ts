import { z } from "zod";
import { createFileArticle as create } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, fileNameInput, fileRefusals, showArticle, wordingInput } from "./article-shape.ts";

export const createFileArticle = endpoint({
  method: "post",
  path: "/v1/articles/files",
  scope: "knowledge:manage",
  summary: "Take an article from a file",
  description:
    "The body is the file: TXT, Markdown, HTML, DOCX or PDF. Its text is kept under the headings of the file, that of a " +
    `PDF under its pages, and found and cited by these. A person publishes it. ${fileRefusals}`,
  tag: "Knowledge",
  takes: "file",
  input: z.object({
    fileName: fileNameInput,
    title: wordingInput.title.optional().describe("Absent: what the file calls itself, else its name."),
    category: wordingInput.category.unwrap().optional(),
  }),
  output: articleShape,
  status: 201,
  async run(ctx, { fileName, title, category = null }, { body }) {
    return showArticle(await create(ctx, { fileName, title, category, content: body.content }));
  },
});
