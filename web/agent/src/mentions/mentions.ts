/** A member or a team that can be named. */
export interface Nameable {
  id: string;
  name: string;
  kind: "member" | "team";
}

/** An at sign that begins a word, and what was typed after it. */
export interface At {
  from: number;
  word: string;
}

const longestWord = 40;
const mostShown = 8;

/** The at sign the caret is behind; null in the middle of a word, as in an address. A name may have blanks. */
export function atBefore(text: string, caret: number): At | null {
  const [, word] = /(?:^|[\s(])@([^\s@]*(?: [^\s@]*)?)$/.exec(text.slice(0, caret)) ?? [];
  return word === undefined || word.length > longestWord ? null : { from: caret - word.length - 1, word };
}

/** Those a word means: names that begin with it first, then those with a later part that does. */
export function nameables(all: readonly Nameable[], word: string): Nameable[] {
  const wanted = plain(word);
  const rank = ({ name }: Nameable) => {
    if (plain(name).startsWith(wanted)) return 0;
    return plain(name)
      .split(" ")
      .some((part) => part.startsWith(wanted))
      ? 1
      : 2;
  };
  return all
    .map((one) => ({ one, rank: rank(one) }))
    .filter(({ rank }) => rank < 2)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, mostShown)
    .map(({ one }) => one);
}

/**
 * "@Ada Holm" → the token of her id, for every name that stands whole behind an at sign; the longest name first. Of two
 * with one name the one chosen in the menu is meant, else the first.
 */
export function withTokens(text: string, all: readonly Nameable[], chosen: ReadonlyMap<string, string>): string {
  const byName = new Map(all.toReversed().map(({ id, name }) => [name, id]));
  for (const [name, id] of chosen) if (byName.has(name)) byName.set(name, id);
  const names = [...byName.keys()].filter((name) => name !== "").toSorted((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const pattern = new RegExp(`(^|[\\s(])@(${names.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return text.replace(pattern, (_, before: string, name: string) => `${before}<@${byName.get(name)}>`);
}

/** The text in pieces, those that name somebody marked. */
export function marked(text: string, names: readonly string[]): { text: string; named: boolean }[] {
  if (names.length === 0) return [{ text, named: false }];
  const longestFirst = names.toSorted((a, b) => b.length - a.length).map((name) => escaped(`@${name}`));
  const pieces = text.split(new RegExp(`(${longestFirst.join("|")})`, "u"));
  return pieces.map((piece, index) => ({ text: piece, named: index % 2 === 1 })).filter((piece) => piece.text !== "");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
