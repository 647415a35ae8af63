import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { keepVersion } from "./keep-version.ts";
import { checkWording, type Wording } from "./rules.ts";
import { type Article, articles } from "./tables.ts";

/**
 * Keeps a new article, which nobody outside sees before it is published.
 * @throws AppError("invalid_input") for wording that cannot be saved: see `checkWording`.
 */
export async function createArticle(ctx: Context, wording: Wording): Promise<Article> {
  allow(ctx, "knowledge:manage");
  const { title, body, category, language, questions } = checkWording(wording);
  return inTransaction(ctx, async (tx) => {
    const createdBy = tx.actor.type === "member" ? tx.actor.id : null;
    const written = { title, body, category, language, questions: [...questions] };
    const [row] = await tx.q
      .insert(articles)
      .values({ workspaceId: tx.workspaceId, id: newId(), updatedAt: now(), createdBy, ...written })
      .returning();
    await keepVersion(tx, row!);
    tx.emit({ name: "article.created", data: { articleId: row!.id } });
    return row!;
  });
}
