import { and, eq, inArray } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type DiffLine, lineDiff } from "./line-diff.ts";
import { getArticle } from "./queries.ts";
import { type ArticleVersion, articleVersions } from "./tables.ts";

export interface VersionDiff {
  /** 0: nothing, before anything was shown. */
  from: number;
  to: number;
  fromTitle: string;
  toTitle: string;
  lines: DiffLine[];
}

/**
 * What publishing would change: the version that shoppers see held against the newest, or any two.
 * @throws NotFound for an unknown article or version.
 */
export async function compareVersions(
  ctx: Context,
  given: { articleId: string; from?: number; to?: number },
): Promise<VersionDiff> {
  const article = await getArticle(ctx, given.articleId);
  const from = given.from ?? article.publishedVersion ?? 0;
  const to = given.to ?? article.version;
  const { workspaceId, articleId, version } = articleVersions;
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(articleVersions)
      .where(and(eq(workspaceId, ctx.workspaceId), eq(articleId, article.id), inArray(version, [from, to]))),
  );
  const before = from === 0 ? nothing : wordsOf(rows, from);
  const after = wordsOf(rows, to);
  const lines = lineDiff(before.body, after.body);
  return { from, to, fromTitle: before.title, toTitle: after.title, lines };
}

const nothing = { title: "", body: "" };

function wordsOf(rows: readonly ArticleVersion[], wanted: number): Pick<ArticleVersion, "title" | "body"> {
  const row = rows.find(({ version }) => version === wanted);
  if (!row) throw new NotFound("Version of this article", String(wanted));
  return row;
}
