import type { CannedReply } from "../api/types.ts";

/** A slash that begins a word, and what was typed after it. */
export interface Slash {
  /** Where the slash stands in the text. */
  from: number;
  word: string;
}

const longestWord = 50;
const mostShown = 8;

/** The slash the caret is behind; null when it is in the middle of a word, or the word has ended. */
export function slashBefore(text: string, caret: number): Slash | null {
  const [, word] = /(?:^|\s)\/([^\s/]*)$/.exec(text.slice(0, caret)) ?? [];
  return word === undefined || word.length > longestWord ? null : { from: caret - word.length - 1, word };
}

/**
 * The replies a word means: those whose shortcut begins with it first, then the rest as the server ordered them. What
 * does not hold the word is left out, so that an answer to an older question is never inserted by a quick Enter.
 */
export function matching<R extends Pick<CannedReply, "shortcut" | "name" | "body">>(
  replies: readonly R[],
  word: string,
): R[] {
  const wanted = word.toLowerCase();
  const rank = ({ shortcut, name, body }: R) => {
    if (shortcut.startsWith(wanted)) return 0;
    if (shortcut.includes(wanted) || name.toLowerCase().includes(wanted)) return 1;
    return body.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter(({ rank }) => rank < 3)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, mostShown)
    .map(({ reply }) => reply);
}

/** "Returns & refunds" → "returns-refunds". */
export function toShortcut(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, longestWord)
    .replace(/-+$/, "");
}
