import createMarkdown from "markdown-it";
import sanitizeHtml from "sanitize-html";
import { escaped } from "../plain-page.ts";

/** HTML in an article is text: it may come from a web page or a file, and so from anybody. */
const markdown = createMarkdown({ html: false, linkify: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
// A picture would tell another server who reads: what it shows is said instead.
markdown.renderer.rules.image = (tokens, n) => escaped(tokens[n]!.content);

const blocks = ["p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "br"];
const tables = ["table", "thead", "tbody", "tr", "th", "td"];

/** Characters. More is shown as its text: to read it as Markdown would hold up everyone else. */
const longestMarkdown = 50_000;

/** An article's Markdown as HTML that can do nothing but be read and lead elsewhere. The title is the only h1. */
export function articleHtml(body: string): string {
  if (body.length > longestMarkdown) return `<div class="plain">${escaped(body)}</div>`;
  const tokens = markdown.parse(body, {});
  for (const token of tokens) {
    if (/^h[1-5]$/.test(token.tag)) token.tag = `h${Number(token.tag[1]) + 1}`;
  }
  const html = markdown.renderer.render(tokens, markdown.options, {});
  // The second wall: whatever the renderer lets through one day, only this leaves.
  return sanitizeHtml(html, {
    allowedTags: [...blocks, ...tables, "strong", "em", "s", "code", "a"],
    allowedAttributes: { a: ["href", "rel"], ol: ["start"] },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowProtocolRelative: false,
    transformTags: {
      a: (tagName, { href = "" }): sanitizeHtml.Tag => ({
        ...{ tagName, attribs: isOutside(href) ? { href, rel: "nofollow noopener" } : {} },
      }),
    },
  });
}

/** An address without a host would lead into the product. */
function isOutside(href: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)/i.test(href);
}

/** The words of a passage alone. */
export function plainWords(body: string): string {
  const blocks = markdown.parse(body, {}).map(({ children, content }) => {
    return children
      ? children.map(({ type, content: text }) => (type.endsWith("break") ? " " : text)).join("")
      : content;
  });
  return blocks.filter(Boolean).join(" · ").replace(/\s+/g, " ").trim();
}
