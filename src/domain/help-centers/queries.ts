import { and, asc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { rememberLast } from "../../platform/remember-last.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import { articles, articleVersions } from "../knowledge/tables.ts";
import { languageOf } from "../search/index.ts";
import type { Context } from "../workspaces/index.ts";
import { pathOf } from "./rules.ts";
import { type HelpCenter, helpCenters } from "./tables.ts";

/** As members see it. */
export interface HelpCenterSetting {
  isOpen: boolean;
  /** Null: there never was one. */
  slug: string | null;
  name: string | null;
}

export const settingOf = ({ openedAt, slug, name }: HelpCenter): HelpCenterSetting => ({
  ...{ isOpen: openedAt !== null, slug, name },
});

export async function getHelpCenter(ctx: Context): Promise<HelpCenterSetting> {
  allow(ctx, "knowledge:read");
  const row = await findRow(ctx);
  return row ? settingOf(row) : { isOpen: false, slug: null, name: null };
}

export async function findRow(ctx: Context): Promise<HelpCenter | null> {
  const { workspaceId } = helpCenters;
  const [row] = await read(ctx, (q) => q.select().from(helpCenters).where(eq(workspaceId, ctx.workspaceId)));
  return row ?? null;
}

/** What readers see of an article: the wording that is published. */
export interface PlacedArticle {
  id: string;
  version: number;
  title: string;
  category: string | null;
  /** As it was said, or told by its words; null: neither. */
  language: string | null;
  /** When this wording was published. */
  changedAt: Date;
}

/** More would be no page to read. */
const mostPlaced = 2000;
/** Characters by which a language is told. */
const opening = 600;
/** By article and version. */
const languages = rememberLast<string | null>(20_000);

/** Everything that stands in the help centre and is published, by shelf and title. */
export async function listPlaced(ctx: Context): Promise<PlacedArticle[]> {
  allow(ctx, "knowledge:read");
  const { version, title, category, language, body } = articleVersions;
  const rows = await read(ctx, (q) =>
    q
      .select({
        ...{ id: articles.id, version, title, category, language, changedAt: articles.publishedAt },
        opening: sql<string>`case when ${language} is null then left(${body}, ${opening}) else '' end`,
      })
      .from(articles)
      .innerJoin(articleVersions, isShown)
      .where(isPlaced(ctx))
      .orderBy(asc(sql`lower(${category})`), asc(sql`lower(${title})`), asc(articles.id))
      .limit(mostPlaced),
  );
  return rows.map(({ opening, ...row }) => ({
    ...row,
    language: row.language ?? languages(keyOf(row), () => languageOf(`${row.title} ${opening}`)),
    changedAt: row.changedAt ?? new Date(0),
  }));
}

/** The text of one, in Markdown, and which version it is; null: it is not there for readers. */
export async function readPlacedText(
  ctx: Context,
  articleId: string,
): Promise<{ version: number; body: string } | null> {
  allow(ctx, "knowledge:read");
  const [row] = await read(ctx, (q) =>
    q
      .select({ version: articleVersions.version, body: articleVersions.body })
      .from(articles)
      .innerJoin(articleVersions, isShown)
      .where(and(isPlaced(ctx), eq(articles.id, articleId))),
  );
  return row ?? null;
}

/** One wording, which never changes. */
function keyOf({ id, version }: { id: string; version: number }): string {
  return `${id} ${version}`;
}

/** Where shoppers read those of these articles that are there for them now. */
export async function readingPaths(ctx: Context, articleIds: readonly string[]): Promise<Map<string, string>> {
  allow(ctx, "knowledge:read");
  const row = articleIds.length > 0 ? await findRow(ctx) : null;
  if (!row || row.openedAt === null) return new Map();
  const shown = await read(ctx, (q) =>
    q
      .select({ id: articles.id })
      .from(articles)
      .where(and(isPlaced(ctx), isNotNull(articles.publishedVersion), inArray(articles.id, [...articleIds]))),
  );
  return new Map(shown.map(({ id }) => [id, pathOf(row.slug, id)]));
}

const isShown = and(
  eq(articleVersions.workspaceId, articles.workspaceId),
  eq(articleVersions.articleId, articles.id),
  eq(articleVersions.version, articles.publishedVersion),
);

function isPlaced(ctx: Context) {
  const { workspaceId, placedAt, archivedAt } = articles;
  return and(eq(workspaceId, ctx.workspaceId), isNotNull(placedAt), isNull(archivedAt));
}
