import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { findProduct } from "../commerce/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { showIn } from "./publish-article.ts";
import { isArticle, lockArticle } from "./queries.ts";
import { type Article, articles } from "./tables.ts";

/**
 * Says which product an article is about: published, it is told with the product, and found by its name. Null: none. Safe
 * to repeat.
 * @throws NotFound
 */
export async function attachProduct(
  ctx: Context,
  { articleId, productId }: { articleId: string; productId: string | null },
): Promise<Article> {
  allow(ctx, "knowledge:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockArticle(tx, articleId);
    if (before.productId === productId) return before;
    const product = productId === null ? null : await findProduct(tx, productId);
    if (productId !== null && !product) throw new NotFound("Product", productId);
    const [row] = await tx.q
      .update(articles)
      .set({ productId, productTitle: product?.title ?? null })
      .where(isArticle(tx, articleId))
      .returning();
    if (row!.publishedVersion !== null) await showIn(tx, row!, row!.publishedVersion);
    tx.emit({ name: "article.updated", data: { articleId } });
    return row!;
  });
}
