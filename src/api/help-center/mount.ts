import { createHash } from "node:crypto";
import type { Express, Request, RequestHandler, Response } from "express";
import { z } from "zod";
import { type HelpCenterPlace, openHelpCenter, readPlacedText } from "../../domain/help-centers/index.ts";
import { searchKnowledge } from "../../domain/knowledge/index.ts";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import type { RateLimits } from "../../platform/rate-limit.ts";
import { rememberLast } from "../../platform/remember-last.ts";
import { networkOf } from "../network-of.ts";
import { articleHtml, plainWords } from "./article-html.ts";
import { articlePage, type FoundArticle, homePage, missingPage, type Place, searchPage, strayPage } from "./pages.ts";

const home = "/help/:slug";
const article = "/help/:slug/articles/:articleId";
const search = "/help/:slug/search";
const rest = "/help{/*rest}";

/** Pages for shoppers, so they are no part of the API. */
export const helpRoutes = [home, article, search, rest].map((path) => ({ method: "get" as const, path }));

/** Requests of one address of the network. A search costs more than a page. */
const pagesPerAddress = { name: "help-ip", points: 600, perMs: 5 * 60_000 };
const searchesPerAddress = { name: "help-search-ip", points: 60, perMs: 5 * 60_000 };

const longestQuestion = 200;
const mostFound = 10;
/** Less of the question in a passage is chance. */
const leastCoverage = 0.1;
const mostBeside = 5;
const excerptLength = 220;

interface HelpTools {
  db: Database;
  limits: RateLimits;
  origin: string;
}

/** What a request is answered with. */
interface Answer {
  html: string;
  status?: 404;
}

/**
 * The help centres of all shops: what anybody reads without being known. No login and no cookie stands behind these
 * pages, and nothing is kept of who reads.
 */
export function mountHelpCenters(app: Express, tools: HelpTools): void {
  const pages = tools.limits.open(pagesPerAddress);
  const searches = tools.limits.open(searchesPerAddress);
  const shown = (route: string, answer: (req: Request, center: HelpCenterPlace) => Promise<Answer>): RequestHandler =>
    async function show(req, res) {
      res.locals.route = route;
      try {
        await pages.take(networkOf(req));
        const [, , slug = ""] = req.path.split("/");
        const center = await openHelpCenter(tools.db, slug.toLowerCase());
        if (!center) return send(res, { html: strayPage("gone"), status: 404 });
        if (center.slug !== slug) return moved(req, res, center.slug);
        send(res, await answer(req, center));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "limit_exceeded") throw error;
        res.setHeader("retry-after", String(Math.ceil((error.retryAfterMs ?? 1000) / 1000)));
        res.status(429).setHeader("cache-control", "no-store").type("html").send(strayPage("wait"));
      }
    };
  app.get(
    home,
    shown(home, async (req, center) => {
      const place = placeOf(req, center, tools.origin);
      return { html: homePage(place, center.articles.filter(isReadIn(place.language))) };
    }),
  );
  app.get(
    article,
    shown(article, (req, center) => showArticle(req, center, tools.origin)),
  );
  app.get(
    search,
    shown(search, async (req, center) => {
      await searches.take(networkOf(req));
      return showFound(req, center, tools.origin);
    }),
  );
  app.get(
    rest,
    shown(rest, async (req, center) => missing(placeOf(req, center, tools.origin))),
  );
}

/** By article and version: reading a long text as Markdown takes longer than all the rest. */
const rendered = rememberLast<string>(200);

async function showArticle(req: Request, center: HelpCenterPlace, origin: string): Promise<Answer> {
  const found = center.articles.find(({ id }) => id === req.params.articleId);
  const text = found ? await readPlacedText(center.ctx, found.id) : null;
  const place = placeOf(req, center, origin);
  if (!found || text === null) return missing(place);
  const { id, category, language } = found;
  const beside = center.articles.filter(
    (one) => category !== null && one.category === category && one.language === language && one.id !== id,
  );
  const html = rendered(`${id} ${text.version}`, () => articleHtml(text.body));
  const here = { ...place, language: language ?? place.language };
  return { html: articlePage(here, found, { html, beside: beside.slice(0, mostBeside) }) };
}

/** By words alone: a stranger's question must not cost the shop a call to a model. */
async function showFound(req: Request, center: HelpCenterPlace, origin: string): Promise<Answer> {
  const question = questionOf(req);
  const asked = { question, limit: mostFound, onlyPlaced: true };
  const passages = question === "" ? [] : await searchKnowledge(center.ctx, asked);
  const placed = new Map(center.articles.map((one) => [one.id, one]));
  const found = passages.flatMap(({ articleId, coverage, heading, text }): FoundArticle[] => {
    const one = placed.get(articleId);
    if (!one || coverage < leastCoverage) return [];
    return [{ id: one.id, title: one.title, language: one.language, excerpt: excerptOf(heading, text) }];
  });
  return { html: searchPage(placeOf(req, center, origin), question, found) };
}

function missing(place: Place): Answer {
  return { html: missingPage(place), status: 404 };
}

/** The language that is asked for, else the first of the browser's in which there is something to read, else the commonest. */
function placeOf(req: Request, { slug, name, articles }: HelpCenterPlace, origin: string): Place {
  const spoken = articles.flatMap(({ language }) => language ?? []);
  const counts = [...Map.groupBy(spoken, (language) => language)].toSorted(
    ([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1),
  );
  const languages = counts.map(([language]) => language);
  const asked = languages.find((one) => one === req.query.language);
  // `*` and no header at all name the first.
  const accepted = languages.length > 0 && req.acceptsLanguages(languages);
  const language = asked ?? (accepted || (languages[0] ?? "en"));
  return { center: { slug, name }, origin, language, languages };
}

/** What is in no known language is shown beside every one. */
function isReadIn(language: string) {
  return (article: HelpCenterPlace["articles"][number]) => article.language === null || article.language === language;
}

function questionOf(req: Request): string {
  const { data = "" } = z.string().safeParse(req.query.q);
  return data.replaceAll("\0", "").toWellFormed().replace(/\s+/g, " ").trim().slice(0, longestQuestion).toWellFormed();
}

function excerptOf(heading: string, text: string): string {
  const words = plainWords(text);
  const whole = heading === "" || words.startsWith(heading) ? words : `${heading}: ${words}`;
  if (whole.length <= excerptLength) return whole;
  const cut = whole.slice(0, excerptLength).toWellFormed();
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), excerptLength / 2))}…`;
}

/** Kept by browsers and caches, who ask each time whether it still holds: what was taken back is gone at once. */
function send(res: Response, { html, status }: Answer): void {
  res.setHeader("cache-control", "public, no-cache");
  res.setHeader("vary", "accept-language");
  if (status) return void res.status(status).type("html").send(html);
  res.setHeader("etag", `"${createHash("sha256").update(html).digest("base64url").slice(0, 27)}"`);
  res.type("html").send(html);
}

/** For good, but asked for each time: a browser that remembers it would be led in a circle once the shop moves back. */
function moved(req: Request, res: Response, slug: string): void {
  const [path = "", query] = req.originalUrl.split("?");
  const [, , , ...below] = path.split("/");
  res.setHeader("cache-control", "no-cache");
  res.redirect(301, `${["/help", slug, ...below].join("/")}${query === undefined ? "" : `?${query}`}`);
}
