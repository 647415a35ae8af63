import { z } from "zod";
import { attachProduct } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { articleShape, showArticle } from "./article-shape.ts";

export const setArticleProduct = endpoint({
  method: "put",
  path: "/v1/articles/:articleId/product",
  scope: "knowledge:manage",
  summary: "Say which product an article is about",
  description:
    "“Fits small”, “ships in two parcels”: published, the AI is told it with the product, and it is found by the " +
    "product’s name. Naming one needs `orders:read` as well. 404 for a product that no shop here has.",
  tag: "Knowledge",
  input: z.object({
    articleId: z.uuid(),
    productId: z
      .string()
      .min(1)
      .max(200)
      .nullable()
      .describe("The shop's own id: `productId` of `GET /v1/variants`; null: none."),
  }),
  output: articleShape,
  run: async (ctx, input) => showArticle(await attachProduct(ctx, input)),
});
