import { and, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { createArticle } from "./create-article.ts";
import { getArticle, isArticle, lockArticle } from "./queries.ts";
import { type Article, articles } from "./tables.ts";
import { updateArticle } from "./update-article.ts";

/** Pages are read again after this, in milliseconds. */
const staleAfterMs = 24 * 3_600_000;
const mostAtOnce = 200;

/**
 * Keeps an article that is read from a web page: at once, each day, and when somebody asks. What it says is published by
 * a person.
 * @throws AppError("invalid_input") with `details.field` for what is no public https address.
 */
export async function createPageArticle(
  ctx: Context,
  given: { url: string; category: string | null },
): Promise<Article> {
  allow(ctx, "knowledge:manage");
  const url = checkUrl(given.url);
  return inTransaction(ctx, async (tx) => {
    const title = `${url.hostname}${url.pathname}`.slice(0, 200);
    const wording = { title, body: "", category: given.category, language: null, questions: [] };
    const { id: articleId } = await createArticle(tx, wording);
    const [row] = await tx.q.update(articles).set({ sourceUrl: url.href }).where(isArticle(tx, articleId)).returning();
    tx.enqueue({ queue: "knowledge", name: "page.read", payload: { articleId }, orderingKey: articleId });
    return row!;
  });
}

/** Has the page read again. @throws NotFound, AppError("conflict") for one that is no page (`details.reason` "no_page"). */
export async function requestReading(ctx: Context, { articleId }: { articleId: string }): Promise<Article> {
  allow(ctx, "knowledge:manage");
  const article = await getArticle(ctx, articleId);
  if (article.sourceUrl === null) {
    throw new AppError("conflict", "This article was written here, not read from a page", {
      details: { reason: "no_page" },
    });
  }
  await inTransaction(ctx, async (tx) => {
    tx.enqueue({ queue: "knowledge", name: "page.read", payload: { articleId }, orderingKey: articleId });
  });
  return article;
}

/** Has pages read again that were not for a day. */
export async function requestStalePages(ctx: Context): Promise<void> {
  const { workspaceId, id, sourceUrl, archivedAt, pageReadAt } = articles;
  const isStale = or(isNull(pageReadAt), lt(pageReadAt, new Date(now().getTime() - staleAfterMs)));
  const rows = await read(ctx, (q) =>
    q
      .select({ id })
      .from(articles)
      .where(and(eq(workspaceId, ctx.workspaceId), isNotNull(sourceUrl), isNull(archivedAt), isStale))
      .limit(mostAtOnce),
  );
  for (const row of rows) await requestReading(ctx, { articleId: row.id });
}

/** What the page says now: a new version if it is new. Safe to repeat. @throws NotFound */
export async function keepPage(
  ctx: Context,
  { articleId, title, body, language }: { articleId: string; title: string; body: string; language: string | null },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockArticle(tx, articleId);
    await updateArticle(tx, { articleId, body, ...(title && { title }), ...(isTag(language) && { language }) });
    await tx.q.update(articles).set({ pageReadAt: now(), pageFailure: null }).where(isArticle(tx, articleId));
  });
}

/** Why the page could not be read; what was read before stays. */
export async function notePageFailure(ctx: Context, note: { articleId: string; failure: string }): Promise<void> {
  const set = { pageReadAt: now(), pageFailure: note.failure.slice(0, 500) };
  await inTransaction(ctx, (tx) => tx.q.update(articles).set(set).where(isArticle(tx, note.articleId)));
}

function checkUrl(given: string): URL {
  const url = URL.parse(given.trim());
  if (url?.protocol === "https:" && !url.username && !url.password && given.length <= 2000) {
    url.hash = "";
    return url;
  }
  throw new AppError("invalid_input", "Give the address of a page, such as https://shop.example/pages/shipping", {
    details: { field: "url" },
  });
}

function isTag(language: string | null): boolean {
  return language !== null && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language);
}
