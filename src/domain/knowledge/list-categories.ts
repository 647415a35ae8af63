import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { articles } from "./tables.ts";

/** A shelf of the help centre; there are no shelves on shelves. */
export interface Category {
  name: string;
  articles: number;
  /** Those that shoppers and the AI see. */
  published: number;
}

/** The shelves that articles in use stand on, by name. */
export async function listCategories(ctx: Context): Promise<Category[]> {
  allow(ctx, "knowledge:read");
  const { workspaceId, category, archivedAt, publishedVersion } = articles;
  const rows = await read(ctx, (q) =>
    q
      .select({
        name: category,
        articles: sql<number>`count(*)::int`,
        published: sql<number>`count(${publishedVersion})::int`,
      })
      .from(articles)
      .where(and(eq(workspaceId, ctx.workspaceId), isNull(archivedAt), isNotNull(category)))
      .groupBy(category)
      .orderBy(asc(sql`lower(${category})`), asc(category)),
  );
  return rows.map((row) => ({ ...row, name: row.name ?? "" }));
}
