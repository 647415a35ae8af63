/** Of one answer: more is a text, whatever it is made of. */
const longest = 2000;
const mostValues = 80;
const mostWords = 12;
const wordsOfValue = 3;
/** Of all names together, each counted once: more could be read one after another. */
const mostWordsOfNames = 24;

const name = /^[A-Za-z_][\w.-]{0,39}$/;
/** "2026-11-22T10:00:00Z", "1,204.50", "12.50 EUR" */
const figures = /^[-+]?\d[\d.,:/T+Z-]{0,39}(?: (?:[A-Z]{3}|\d{2}:\d{2}(?::\d{2})?))?$/;
/** "in_transit", "gold", "ORD-1042": one sign after another without a blank. */
const sign = /^[\w.:+#/-]{1,40}$/;

/**
 * Whether data holds values only: numbers, days, ids and a few words of closed lists. Such an answer has no room for a
 * sentence, so nothing in it can be an instruction. In doubt no.
 */
export function isPlain(data: unknown): boolean {
  if (JSON.stringify(data)?.length > longest) return false;
  const names = new Set<string>();
  const values = leavesOf(data, names);
  if ([...names].reduce((sum, one) => sum + wordsIn(one), 0) > mostWordsOfNames) return false;
  if (values === null || values.length > mostValues) return false;
  const words = values.map((value) => (typeof value === "string" ? wordsIn(value) : 0));
  return words.every((count) => count <= wordsOfValue) && words.reduce((sum, count) => sum + count, 0) <= mostWords;
}

/** Null: something in it has a name that is none. Names are told to the model too, and count as words. */
function leavesOf(data: unknown, names: Set<string>): unknown[] | null {
  if (typeof data !== "object" || data === null) return [data];
  const entries = Array.isArray(data) ? data.map((one) => ["", one] as const) : Object.entries(data);
  if (!Array.isArray(data) && entries.some(([key]) => !name.test(key) || wordsIn(key) > wordsOfValue)) return null;
  for (const [key] of entries) names.add(key);
  const inner = entries.map(([, one]) => leavesOf(one, names));
  return inner.includes(null) ? null : inner.flatMap((some) => some ?? []);
}

/** How many words it may be read as; what is neither figures nor one sign is a sentence. */
function wordsIn(value: string): number {
  if (value === "" || figures.test(value)) return 0;
  if (!sign.test(value)) return Number.POSITIVE_INFINITY;
  const digits = value.match(/\d/g)?.length ?? 0;
  const words = value.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  return digits >= value.length / 2 ? 0 : words.length;
}
