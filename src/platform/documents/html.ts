import { Readability } from "@mozilla/readability";
import { compile, type FormatCallback } from "html-to-text";
import { parseHTML } from "linkedom";

/** Elements of one page; more is made by machines for machines. */
const mostElements = 30_000;

export interface ReadPage {
  title: string;
  body: string;
  language: string | null;
}

/** What a person reads on a page, without what stands on every page of the site; null: nothing. */
export function readPageHtml(html: string): ReadPage | null {
  const { document } = parseHTML(html);
  const language = document.documentElement?.getAttribute("lang") || null;
  const read = new Readability(document, { maxElemsToParse: mostElements }).parse();
  const body = toMarkdown(read?.content ?? "").trim();
  if (!read || body === "") return null;
  return { title: (read.title ?? "").replace(/\s+/g, " ").trim(), body, language };
}

/** What a page calls itself; empty: nothing. */
export function titleOf(html: string): string {
  return (parseHTML(html).document.title ?? "").replace(/\s+/g, " ").trim();
}

const heading: FormatCallback = (elem, walk, builder, options) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  builder.addInline("## ");
  walk(elem.children, builder);
  builder.closeBlock({ trailingLineBreaks: Number(options.trailingLineBreaks ?? 2) });
};

/** Headings, lists and tables as they are written in Markdown; links and pictures by their words alone. */
export const toMarkdown = compile({
  wordwrap: false,
  formatters: { heading },
  selectors: [
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, format: "heading" })),
    ...["head", "title", "script", "style"].map((selector) => ({ selector, format: "skip" })),
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
    { selector: "table", format: "dataTable" },
  ],
});
