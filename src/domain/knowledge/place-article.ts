import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isArticle, lockArticle } from "./queries.ts";
import { type Article, articles } from "./tables.ts";

/**
 * Puts an article into the help centre: while that is open, anybody reads what is published of it. Safe to repeat.
 * @throws NotFound
 * @throws AppError("conflict") for an archived article (`details.reason` "archived").
 */
export async function placeArticle(ctx: Context, { articleId }: { articleId: string }): Promise<Article> {
  return set(ctx, articleId, true);
}

/** Takes an article out of the help centre; the AI goes by it as before. Safe to repeat. @throws NotFound */
export async function displaceArticle(ctx: Context, { articleId }: { articleId: string }): Promise<Article> {
  return set(ctx, articleId, false);
}

async function set(ctx: Context, articleId: string, isPlaced: boolean): Promise<Article> {
  allow(ctx, "knowledge:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockArticle(tx, articleId);
    if (isPlaced && before.archivedAt) {
      throw new AppError("conflict", "This article is archived: restore it first", { details: { reason: "archived" } });
    }
    if ((before.placedAt !== null) === isPlaced) return before;
    const [row] = await tx.q
      .update(articles)
      .set({ placedAt: isPlaced ? now() : null })
      .where(isArticle(tx, articleId))
      .returning();
    tx.emit({ name: isPlaced ? "article.placed" : "article.displaced", data: { articleId } });
    return row!;
  });
}
