import { and, asc, eq, inArray } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { articles, articleVersions } from "./tables.ts";

export interface ProductNote {
  productId: string;
  articleId: string;
  title: string;
  text: string;
  sourceUrl: string | null;
  fileName: string | null;
}

const mostNotes = 40;

/** What published articles say of these products. */
export async function productNotes(ctx: Context, productIds: readonly string[]): Promise<ProductNote[]> {
  allow(ctx, "knowledge:read");
  if (productIds.length === 0) return [];
  const { title, body: text } = articleVersions;
  const { sourceUrl, fileName } = articles;
  const rows = await read(ctx, (q) =>
    q
      .select({ productId: articles.productId, articleId: articles.id, title, text, sourceUrl, fileName })
      .from(articles)
      .innerJoin(
        articleVersions,
        and(
          eq(articleVersions.workspaceId, ctx.workspaceId),
          eq(articleVersions.articleId, articles.id),
          eq(articleVersions.version, articles.publishedVersion),
        ),
      )
      .where(and(eq(articles.workspaceId, ctx.workspaceId), inArray(articles.productId, [...productIds])))
      .orderBy(asc(articles.id))
      .limit(mostNotes),
  );
  return rows.flatMap(({ productId, ...note }) => (productId === null ? [] : [{ productId, ...note }]));
}
