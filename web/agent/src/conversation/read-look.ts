export interface Look {
  /** Pictures, tables, lists, emphasis: something plain text would lose. */
  rich: boolean;
  /** A guess of how tall it is, in CSS pixels. */
  heightPx: number;
}

const LINE_PX = 22;
const CHARACTERS_A_LINE = 85;
const meaningful = "img, table, ul, ol, h1, h2, h3, b, strong, em, i, u, hr, pre, code, [bgcolor], [style*=background]";

/**
 * Judges a mail's HTML without showing it: a parsed document runs no script and loads no image.
 * The frame that shows it is closed to us on purpose, so its height can only be guessed.
 */
export function readLook(html: string): Look {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const blocks = body.querySelectorAll("p, div, br, tr, li, h1, h2, h3, blockquote").length;
  const words = (body.textContent ?? "").replace(/\s+/g, " ").length;
  const lines = Math.max(words / CHARACTERS_A_LINE + blocks * 0.7, 2);
  const pictures = body.querySelectorAll("img").length;
  return { rich: body.querySelector(meaningful) !== null, heightPx: Math.round(lines * LINE_PX + pictures * 60 + 28) };
}
