import { getArticle, keepPage, notePageFailure } from "../domain/knowledge/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { type ReadPage, readPageHtml } from "../platform/documents/html.ts";
import { AppError, ProviderRejected, ProviderUnavailable } from "../platform/errors.ts";
import { createFetch, type Fetch, requestFailure } from "../platform/http-client.ts";

const publicFetch = createFetch({ timeoutMs: 20_000, maxResponseBytes: 3_000_000, followRedirects: true });

/**
 * Reads the page an article comes from: what is new becomes its newest version, which a person publishes. Why it could
 * not be read stands on the article. Safe to repeat.
 * @throws ProviderUnavailable when the page may be there later, unless it is the last try.
 */
export async function readPage(
  ctx: Context,
  { articleId }: { articleId: string },
  { fetch = publicFetch, isLastTry = false }: { fetch?: Fetch; isLastTry?: boolean } = {},
): Promise<void> {
  const { sourceUrl, archivedAt } = await getArticle(ctx, articleId);
  if (sourceUrl === null || archivedAt) return;
  try {
    await keepPage(ctx, { articleId, ...extract(await download(fetch, sourceUrl)) });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "bug" || error.code === "not_found") throw error;
    if (error instanceof ProviderUnavailable && !isLastTry) throw error;
    await notePageFailure(ctx, { articleId, failure: error.message });
  }
}

async function download(fetch: Fetch, url: string): Promise<string> {
  const headers = { accept: "text/html", "user-agent": "Parley (reads pages a shop asked it to)" };
  const response = await fetch(url, { headers }).catch((error: unknown) => {
    throw requestFailure(error, "The page");
  });
  const { status } = response;
  if (status === 408 || status === 429 || status >= 500) throw new ProviderUnavailable(`The page answers ${status}`);
  if (!response.ok) throw new ProviderRejected(`The page answers ${status}`);
  const type = response.headers.get("content-type") ?? "";
  if (!/^text\/html|^application\/xhtml/i.test(type)) throw new ProviderRejected("This address is not a web page");
  return response.text().catch((error: unknown) => {
    throw requestFailure(error, "The page");
  });
}

/** What a person reads there, without what stands on every page of the site. */
function extract(html: string): ReadPage {
  const page = readPageHtml(html);
  if (!page) throw new ProviderRejected("There is no text to read on this page");
  return { ...page, title: page.title.slice(0, 200), body: page.body.slice(0, 200_000) };
}
