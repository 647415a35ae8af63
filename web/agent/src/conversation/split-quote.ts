/** A message's own words, and the older mail quoted below them. */
export function splitQuote(text: string): { own: string; quoted: string } {
  const lines = text.split("\n");
  const start = quoteStart(lines);
  const own = lines.slice(0, start).join("\n").trimEnd();
  // Nothing of one's own above the quote: then the quote is the message.
  if (start === lines.length || own.trim() === "") return { own: text.trimEnd(), quoted: "" };
  return { own, quoted: lines.slice(start).join("\n").trim() };
}

/** The first line of the quote that runs to the end; answers written between quoted lines stay visible. */
function quoteStart(lines: readonly string[]): number {
  const forwarded = lines.findIndex((line) => /^-{2,}\s*original message\s*-{2,}$/i.test(line.trim()));
  if (forwarded >= 0) return forwarded;
  let start = lines.length;
  while (start > 0 && isQuotedOrEmpty(lines[start - 1])) start -= 1;
  if (!lines.slice(start).some((line) => line.startsWith(">"))) return lines.length;
  return introducesQuote(lines, start);
}

/** "On Monday Ada wrote:", in any language; when it takes two lines, the date is on the first. */
function introducesQuote(lines: readonly string[], start: number): number {
  const [first, last] = [lines[start - 2] ?? "", lines[start - 1] ?? ""];
  if (!last.trimEnd().endsWith(":")) return start;
  const wrapped = /\d{2}/.test(first) && !/\d/.test(last) && (lines[start - 3] ?? "x").trim() === "";
  return wrapped ? start - 2 : start - 1;
}

function isQuotedOrEmpty(line: string | undefined): boolean {
  return line !== undefined && (line.trim() === "" || line.startsWith(">"));
}
