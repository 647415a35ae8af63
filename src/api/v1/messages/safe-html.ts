import sanitizeHtml from "sanitize-html";

/** HTML with more of it is shown as its text: cleaning it would hold up everyone else. */
const longestHtml = 1_000_000;
const mostTags = 30_000;
const deepestNesting = 300;

const tags = [
  ...["a", "abbr", "address", "article", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col"],
  ...["colgroup", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3"],
  ...["h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s"],
  ...["samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th"],
  ...["thead", "time", "tr", "tt", "u", "ul", "var", "wbr"],
];
const layout = ["align", "valign", "width", "height", "bgcolor", "border", "cellpadding", "cellspacing", "dir", "lang"];

/** No value with a parenthesis but colours: `url(…)` and `expression(…)` never pass. */
const plain = /^[\w\s.,#%"'!/+-]{1,200}$/;
const colour = /^(#[\da-f]{3,8}|[a-z]{1,30}|rgba?\([\d\s.,%/]{1,60}\)|hsla?\([\d\s.,%/a-z]{1,60}\))$/i;
const styles: Record<string, RegExp[]> = {
  ...Object.fromEntries(["color", "background-color", "border-color"].map((name) => [name, [colour]])),
  ...Object.fromEntries(
    [
      ...["background", "border", "border-top", "border-right", "border-bottom", "border-left", "border-radius"],
      ...["border-collapse", "border-spacing", "border-width", "border-style", "display", "float", "clear", "width"],
      ...["height", "min-width", "max-width", "min-height", "max-height", "margin", "margin-top", "margin-right"],
      ...["margin-bottom", "margin-left", "padding", "padding-top", "padding-right", "padding-bottom", "padding-left"],
      ...["font", "font-family", "font-size", "font-style", "font-weight", "letter-spacing", "line-height"],
      ...["list-style", "list-style-type", "text-align", "text-decoration", "text-indent", "text-transform"],
      ...["vertical-align", "white-space", "word-break", "word-spacing", "overflow-wrap", "direction", "table-layout"],
    ].map((name) => [name, [plain]]),
  ),
};

/**
 * Mail as a fragment that can do nothing: no scripts, forms, frames, outside styles or positions over the page.
 *
 * @param mail.html as it came; @param mail.text what is shown instead of HTML that is too much to clean.
 * @returns the fragment and how many remote images were left out.
 */
export function safeHtml(mail: { html: string; text: string; images: "blocked" | "shown" }) {
  if (isTooMuch(mail.html)) return { html: `<pre>${asText(mail.text)}</pre>`, blockedImages: 0 };
  let blockedImages = 0;
  const html = sanitizeHtml(mail.html, {
    allowedTags: tags,
    allowedAttributes: {
      "*": ["style", "title", ...layout],
      a: ["href", "target", "rel"],
      img: ["src", "alt"],
      font: ["color", "face", "size"],
      td: ["colspan", "rowspan"],
      th: ["colspan", "rowspan", "scope"],
      ol: ["start", "type"],
    },
    allowedStyles: { "*": styles },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: { img: ["http", "https", "data"] },
    allowProtocolRelative: false,
    nonTextTags: ["script", "style", "textarea", "option", "noscript", "title", "template"],
    nestingLimit: deepestNesting,
    transformTags: {
      a: (tagName, { href, ...attribs }) => ({
        tagName,
        attribs: { ...attribs, ...(href && { href, target: "_blank", rel: "noopener noreferrer nofollow" }) },
      }),
      img(tagName, { src, ...attribs }) {
        const kind = kindOf(src ?? "");
        if (kind === "remote" && mail.images === "blocked") blockedImages++;
        const shown = kind === "embedded" || (kind === "remote" && mail.images === "shown");
        return { tagName, attribs: { ...attribs, ...(shown && src && { src: src.trim() }) } };
      },
    },
  });
  return { html, blockedImages };
}

function isTooMuch(html: string): boolean {
  return html.length > longestHtml || (html.match(/</g)?.length ?? 0) > mostTags;
}

/** Pictures inside the mail are shown; anything that would be fetched is remote. SVG may hold scripts. */
function kindOf(src: string): "remote" | "embedded" | "none" {
  if (/^\s*https?:\/\//i.test(src)) return "remote";
  return /^\s*data:image\/(png|jpe?g|gif|webp|avif);base64,/i.test(src) ? "embedded" : "none";
}

function asText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
