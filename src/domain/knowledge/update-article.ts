import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { keepVersion } from "./keep-version.ts";
import { isArticle, lockArticle } from "./queries.ts";
import { checkWording, type Wording } from "./rules.ts";
import { type Article, articles } from "./tables.ts";

export interface ArticleChange extends Partial<Wording> {
  articleId: string;
  /** The version the author has seen; refused when there is a newer one. Absent: whatever is there is replaced. */
  version?: number;
}

/**
 * Saves a new version; what is published stays as it is until this one is. Safe to repeat: without a difference
 * nothing happens.
 * @throws AppError("invalid_input"), NotFound.
 * @throws AppError("conflict") when somebody changed it meanwhile (`details.reason` "changed_meanwhile").
 */
export async function updateArticle(ctx: Context, change: ArticleChange): Promise<Article> {
  allow(ctx, "knowledge:manage");
  const { articleId, version, ...given } = change;
  const { questions, ...wording } = checkWording(given);
  return inTransaction(ctx, async (tx) => {
    const before = await lockArticle(tx, articleId);
    if (version !== undefined && version !== before.version) {
      throw new AppError("conflict", "Somebody changed this article meanwhile", {
        details: { reason: "changed_meanwhile", version: before.version },
      });
    }
    const after = { ...before, ...wording, questions: questions ? [...questions] : before.questions };
    if (!differs(before, after)) return before;
    const { title, body, category, language } = after;
    const set = { title, body, category, language, questions: after.questions, version: before.version + 1 };
    const [row] = await tx.q
      .update(articles)
      .set({ ...set, updatedAt: now() })
      .where(isArticle(tx, articleId))
      .returning();
    await keepVersion(tx, row!);
    tx.emit({ name: "article.updated", data: { articleId } });
    return row!;
  });
}

function differs(before: Article, after: Article): boolean {
  const fields = ["title", "body", "category", "language"] as const;
  const isSame = JSON.stringify(before.questions) === JSON.stringify(after.questions);
  return !isSame || fields.some((field) => before[field] !== after[field]);
}
