import { z } from "zod";
import { listCategories as list } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const categoryShape = z
  .object({
    name: z.string(),
    articles: z.number().int().describe("In use, published or not."),
    published: z.number().int().describe("Those that shoppers and the AI see."),
  })
  .meta({ id: "KnowledgeCategory" });

export const listCategories = endpoint({
  method: "get",
  path: "/v1/knowledge/categories",
  scope: "knowledge:read",
  summary: "List the shelves that articles stand on, by name",
  tag: "Knowledge",
  input: z.object({}),
  output: listOf(categoryShape),
  run: async (ctx) => wholeList(await list(ctx), (category) => category),
});
