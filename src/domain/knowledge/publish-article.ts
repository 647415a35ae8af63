import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isArticle, lockArticle } from "./queries.ts";
import { type Article, type ArticleVersion, articles, articleVersions } from "./tables.ts";
import { writeIndex } from "./write-index.ts";

/**
 * Shows a version of an article to shoppers and to the AI, in place of the one before; an older version too. It is found
 * from this moment on. Safe to repeat.
 * @param input.version default: the newest.
 * @throws NotFound for an unknown article or version.
 * @throws AppError("conflict") for an archived article (`details.reason` "archived").
 */
export async function publishArticle(
  ctx: Context,
  { articleId, version }: { articleId: string; version?: number },
): Promise<Article> {
  allow(ctx, "knowledge:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockArticle(tx, articleId);
    if (before.archivedAt) {
      throw new AppError("conflict", "This article is archived: restore it first", { details: { reason: "archived" } });
    }
    const wanted = version ?? before.version;
    if (before.publishedVersion === wanted) return before;
    await showIn(tx, before, wanted);
    const row = await show(tx, articleId, { publishedVersion: wanted, publishedAt: now() });
    const from = before.publishedVersion === null ? undefined : String(before.publishedVersion);
    tx.emit({ name: "article.published", data: { articleId, ...(from && { from }), to: String(wanted) } });
    return row;
  });
}

/** Takes an article back from shoppers and the AI; it is not found any more. Safe to repeat. @throws NotFound */
export async function unpublishArticle(ctx: Context, { articleId }: { articleId: string }): Promise<Article> {
  allow(ctx, "knowledge:manage");
  return inTransaction(ctx, async (tx) => withdraw(tx, await lockArticle(tx, articleId)));
}

/** Takes an article out of use, and back from shoppers and the AI. Safe to repeat. @throws NotFound */
export async function archiveArticle(ctx: Context, { articleId }: { articleId: string }): Promise<void> {
  allow(ctx, "knowledge:manage");
  await inTransaction(ctx, async (tx) => {
    const before = await withdraw(tx, await lockArticle(tx, articleId));
    if (before.archivedAt) return;
    await show(tx, articleId, { archivedAt: now() });
    tx.emit({ name: "article.archived", data: { articleId } });
  });
}

/** Brings an archived article back; it is not published by that. Safe to repeat. @throws NotFound */
export async function restoreArticle(ctx: Context, { articleId }: { articleId: string }): Promise<Article> {
  allow(ctx, "knowledge:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockArticle(tx, articleId);
    if (!before.archivedAt) return before;
    const row = await show(tx, articleId, { archivedAt: null });
    tx.emit({ name: "article.restored", data: { articleId } });
    return row;
  });
}

/** What is found of an article from now on; by the name of the product it is about, too. */
export async function showIn(tx: TxContext, { id, productTitle }: Article, version: number): Promise<void> {
  const wording = await wordingOf(tx, id, version);
  const questions = productTitle === null ? wording.questions : [...wording.questions, productTitle];
  await writeIndex(tx, id, { ...wording, questions });
}

async function withdraw(tx: TxContext, before: Article): Promise<Article> {
  if (before.publishedVersion === null) return before;
  await writeIndex(tx, before.id, null);
  const row = await show(tx, before.id, { publishedVersion: null, publishedAt: null });
  const from = String(before.publishedVersion);
  tx.emit({ name: "article.unpublished", data: { articleId: before.id, from } });
  return row;
}

async function show(tx: TxContext, articleId: string, set: Partial<Article>): Promise<Article> {
  const [row] = await tx.q
    .update(articles)
    .set({ ...set, updatedAt: now() })
    .where(isArticle(tx, articleId))
    .returning();
  return row!;
}

async function wordingOf(tx: TxContext, articleId: string, wanted: number): Promise<ArticleVersion> {
  const { workspaceId, version } = articleVersions;
  const [row] = await tx.q
    .select()
    .from(articleVersions)
    .where(and(eq(workspaceId, tx.workspaceId), eq(articleVersions.articleId, articleId), eq(version, wanted)));
  if (!row) throw new NotFound("Version of this article", String(wanted));
  return row;
}
