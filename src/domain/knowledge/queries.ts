import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Article, type ArticleVersion, articles, articleVersions } from "./tables.ts";

/** @throws NotFound also when the row is another workspace's. An archived one is found. */
export async function getArticle(ctx: Context, articleId: string): Promise<Article> {
  allow(ctx, "knowledge:read");
  const [row] = await read(ctx, (q) => q.select().from(articles).where(isArticle(ctx, articleId)));
  if (!row) throw new NotFound("Article", articleId);
  return row;
}

/** Takes the row's lock: two changes come one after the other. @throws NotFound */
export async function lockArticle(tx: TxContext, articleId: string): Promise<Article> {
  const [row] = await tx.q.select().from(articles).where(isArticle(tx, articleId)).for("update");
  if (!row) throw new NotFound("Article", articleId);
  return row;
}

export interface ArticlePage {
  archived: boolean;
  category?: string;
  published?: boolean;
  /** The last row of the page before. */
  after?: Pick<Article, "updatedAt" | "id">;
  limit: number;
}

/** Last changed first. */
export async function listArticles(ctx: Context, page: ArticlePage): Promise<Article[]> {
  allow(ctx, "knowledge:read");
  const { updatedAt, id, archivedAt, publishedVersion, category } = articles;
  return read(ctx, (q) =>
    q
      .select()
      .from(articles)
      .where(
        and(
          eq(articles.workspaceId, ctx.workspaceId),
          page.archived ? isNotNull(archivedAt) : isNull(archivedAt),
          page.category === undefined ? undefined : eq(category, page.category),
          page.published === undefined
            ? undefined
            : page.published
              ? isNotNull(publishedVersion)
              : isNull(publishedVersion),
          page.after &&
            sql`(${updatedAt}, ${id}) < (${page.after.updatedAt.toISOString()}::timestamptz, ${page.after.id}::uuid)`,
        ),
      )
      .orderBy(desc(updatedAt), desc(id))
      .limit(page.limit),
  );
}

/** Newest first, at most 100. @throws NotFound */
export async function listArticleVersions(ctx: Context, articleId: string): Promise<ArticleVersion[]> {
  await getArticle(ctx, articleId);
  const { workspaceId, version } = articleVersions;
  return read(ctx, (q) =>
    q
      .select()
      .from(articleVersions)
      .where(and(eq(workspaceId, ctx.workspaceId), eq(articleVersions.articleId, articleId)))
      .orderBy(desc(version))
      .limit(mostVersions),
  );
}

const mostVersions = 100;

export function isArticle(ctx: Context, articleId: string) {
  return and(eq(articles.workspaceId, ctx.workspaceId), eq(articles.id, articleId));
}
