import { type HelpCenterPlace, type PlacedArticle, pathOf } from "../../domain/help-centers/index.ts";
import { escaped } from "../plain-page.ts";
import { style } from "./style.ts";
import { dayIn, directionOf, nameOfLanguage, type PageWords, wordsIn } from "./words.ts";

/** What a page needs to know of where it stands. */
export interface Place {
  center: Pick<HelpCenterPlace, "slug" | "name">;
  /** Where the installation is, for addresses that search engines keep. */
  origin: string;
  language: string;
  /** Every language there is something to read in. */
  languages: readonly string[];
}

export function homePage(place: Place, articles: readonly PlacedArticle[]): string {
  const words = wordsIn(place.language);
  const shelves = [...Map.groupBy(articles, ({ category }) => category)];
  // What stands on no shelf comes last.
  const sorted = [...shelves.filter(([name]) => name !== null), ...shelves.filter(([name]) => name === null)];
  const sections = sorted.map(([name, some]) => {
    const heading = name ?? (sorted.length > 1 ? words.other : null);
    const title = heading === null ? "" : `<h2><bdi>${escaped(heading)}</bdi></h2>`;
    return `<section>${title}${listOf(place, some)}</section>`;
  });
  const main = sections.length > 0 ? `<div class="shelves">${sections.join("\n")}</div>` : `<p>${words.empty}</p>`;
  const { center, languages } = place;
  const head = [...languages.map((one) => alternate(place, one, homePath(center, one)))];
  if (languages.length > 1) head.push(alternate(place, "x-default", homePath(center, null)));
  return page(place, { kind: "home", title: center.name, main, canonical: homePath(center, place.language), head });
}

export function articlePage(
  place: Place,
  article: PlacedArticle,
  { html, beside }: { html: string; beside: readonly PlacedArticle[] },
): string {
  const words = wordsIn(place.language);
  const changed = `<time datetime="${article.changedAt.toISOString()}">${dayIn(place.language, article.changedAt)}</time>`;
  const more = beside.length > 0 ? `<aside><h2>${words.more}</h2>${listOf(place, beside)}</aside>` : "";
  const main = `<p class="quiet">${wayBack(place, words)}</p>
<article><h1><bdi>${escaped(article.title)}</bdi></h1><p class="quiet">${words.changed} ${changed}</p>
<div${article.language === null ? ' dir="auto"' : ""}>${html}</div></article>${more}`;
  return page(place, { title: article.title, main, canonical: pathOf(place.center.slug, article.id) });
}

export interface FoundArticle extends Pick<PlacedArticle, "id" | "title" | "language"> {
  excerpt: string;
}

export function searchPage(place: Place, question: string, found: readonly FoundArticle[]): string {
  const words = wordsIn(place.language);
  const rows = found.map(
    (one) => `<li${langOf(one.language)}>${linkTo(place, one)}<p dir="auto">${escaped(one.excerpt)}</p></li>`,
  );
  const answer = rows.length > 0 ? `<ul class="list">${rows.join("\n")}</ul>` : `<p>${words.nothing}</p>`;
  const main = `<p class="quiet">${wayBack(place, words)}</p>
<h1>${words.found} <bdi>“${escaped(question)}”</bdi></h1>${answer}`;
  return page(place, { title: words.search, main, question });
}

/** Says that something is not here, and where to go on. */
export function missingPage(place: Place): string {
  const words = wordsIn(place.language);
  const main = `<h1>${words.gone}</h1><p>${words.goneWhy}</p><p>${wayBack(place, words)}</p>`;
  return page(place, { title: words.gone, main });
}

/** Where no help centre is known: there is nothing to search in. */
export function strayPage(kind: "gone" | "wait"): string {
  const { gone, wait, waitWhy } = wordsIn("en");
  const why = kind === "wait" ? waitWhy : "There is no help centre at this address. Please check it, or ask the shop.";
  const title = kind === "wait" ? wait : gone;
  const body = `<main class="in"><h1>${title}</h1><p>${why}</p></main>`;
  return documentOf({ language: "en", title, head: ['<meta name="robots" content="noindex">'], body });
}

const homePath = ({ slug }: Place["center"], language: string | null) =>
  `${pathOf(slug)}${language === null ? "" : `?language=${encodeURIComponent(language)}`}`;

interface Content {
  kind?: "home";
  title: string;
  main: string;
  question?: string;
  /** The one address of what search engines may keep; absent: they may keep nothing. */
  canonical?: string;
  head?: string[];
}

function page(place: Place, { kind, title, main, question = "", canonical, head = [] }: Content): string {
  const { center, language, languages, origin } = place;
  const words = wordsIn(language);
  const name = `<a href="${escaped(homePath(center, language))}"><bdi>${escaped(center.name)}</bdi></a>`;
  const heading = kind === "home" ? `<h1 class="name">${name}</h1>` : `<p class="name">${name}</p>`;
  const others = languages
    .filter((one) => one !== language)
    .map(
      (one) =>
        `<li><a href="${escaped(homePath(center, one))}" lang="${one}" hreflang="${one}">${nameOf(one)}</a></li>`,
    );
  const body = `<header><div class="in">${heading}
<form role="search" action="/help/${center.slug}/search"><input type="hidden" name="language" value="${escaped(language)}">
<label class="hidden" for="q">${words.ask}</label>
<input type="search" id="q" name="q" value="${escaped(question)}" placeholder="${words.ask}" maxlength="200" required dir="auto"><button>${words.search}</button></form></div></header>
<main class="in">${main}</main>
${others.length > 0 ? `<footer><nav class="in" aria-label="${words.languages}"><ul>${others.join("")}</ul></nav></footer>` : ""}`;
  const known =
    canonical === undefined
      ? '<meta name="robots" content="noindex">'
      : `<link rel="canonical" href="${escaped(origin + canonical)}">`;
  const fullTitle = kind === "home" ? title : `${title} · ${center.name}`;
  return documentOf({ language, title: fullTitle, head: [known, ...head], body, kind });
}

interface Document {
  language: string;
  title: string;
  head: string[];
  body: string;
  kind?: "home" | undefined;
}

function documentOf({ language, title, head, body, kind }: Document): string {
  return `<!doctype html>
<html lang="${escaped(language)}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
${head.join("\n")}
<style>${style}</style>
</head>
<body${kind ? ` class="${kind}"` : ""}>
${body}
</body>
</html>
`;
}

function listOf(place: Place, articles: readonly PlacedArticle[]): string {
  const rows = articles.map((one) => `<li${langOf(one.language)}>${linkTo(place, one)}</li>`);
  return `<ul class="list">${rows.join("\n")}</ul>`;
}

function linkTo({ center }: Place, { id, title }: Pick<PlacedArticle, "id" | "title">): string {
  return `<a href="${pathOf(center.slug, id)}" dir="auto">${escaped(title)}</a>`;
}

function langOf(language: string | null): string {
  return language === null ? "" : ` lang="${escaped(language)}"`;
}

function wayBack({ center, language }: Place, { back }: PageWords): string {
  return `<a href="${escaped(homePath(center, language))}">${back}</a>`;
}

function nameOf(language: string): string {
  return escaped(nameOfLanguage(language));
}

function alternate({ origin }: Place, language: string, path: string): string {
  return `<link rel="alternate" hreflang="${escaped(language)}" href="${escaped(origin + path)}">`;
}
