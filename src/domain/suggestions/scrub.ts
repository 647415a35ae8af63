/** Who is not to be named. */
export interface Named {
  names: readonly string[];
}

const greeting =
  /^(hi|hey|hello|dear|good (morning|afternoon|evening)|hallo|liebe[rs]?|guten (tag|morgen|abend)|bonjour|hola|ciao|hej)([\s,]+[\p{L}.'’-]+){0,3}\s*[,!.:]?$/iu;
const farewell =
  /^((kind|best|warm|many)?\s*(regards|wishes)|best|cheers|thanks|thank you|sincerely|viele grüße|liebe grüße|mit freundlichen grüßen|cordialement|saludos|cordiali saluti|hälsningar)\b.{0,40}$/i;

/** Anything that is somebody’s, as what it was. Source of what an address may hold: RFC 5322, RFC 3986. */
const theirs: readonly [RegExp, string][] = [
  [/[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}/gu, "[email]"],
  // What follows a question mark or a hash is often a key to something.
  [/(https?:\/\/[^\s?#]+)[?#]\S*/gi, "$1"],
  [/#\s?\p{L}{0,6}-?\d{3,}/gu, "[number]"],
  [/\+?\d[\d\s()/.-]{7,}\d/g, "[number]"],
  [/(?<![\p{L}\d])(?=[\p{L}\d-]*\d)[\p{L}\d-]{8,}(?![\p{L}\d])/gu, "[number]"],
  [/(?<![\d.,])\d{5,}(?![\d.,])/g, "[number]"],
];

/**
 * A message without what was quoted in it, greeting and farewell, and with addresses, numbers and names taken out. What
 * is left may still tell something of a person: somebody reads it before it becomes an article.
 */
export function scrub(text: string, { names }: Named): string {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*>/.test(line));
  const signature = lines.findIndex((line) => line === "-- " || line === "--");
  const own = signature < 0 ? lines : lines.slice(0, signature);
  const said = withoutFarewell(withoutGreeting(own)).join("\n");
  const plain = theirs.reduce((rest, [form, instead]) => rest.replace(form, instead), said);
  return namesIn(names)
    .reduce((rest, name) => rest.replace(name, "…"), plain)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** What is said of one order or parcel is no knowledge. */
export function isGeneral(scrubbed: string): boolean {
  return !scrubbed.includes("[number]");
}

function withoutGreeting(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  return first >= 0 && greeting.test(lines[first]!.trim()) ? lines.slice(first + 1) : [...lines];
}

/** Near the end only: an answer may well begin a line with “Thanks”. */
function withoutFarewell(lines: readonly string[]): string[] {
  const from = Math.max(1, lines.length - 5);
  const at = lines.findIndex((line, n) => n >= from && farewell.test(line.trim().replace(/[,!.]+$/, "")));
  return at < 0 ? [...lines] : lines.slice(0, at);
}

function namesIn(names: readonly string[]): RegExp[] {
  const words = names.flatMap((name) => name.split(/\s+/)).filter((word) => word.length > 1);
  return [...new Set(words)].map((word) => {
    const plain = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`(?<![\\p{L}\\d])${plain}(?![\\p{L}\\d])`, "giu");
  });
}
