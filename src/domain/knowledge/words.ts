import { isCommon, isLanguage, isUnspaced, languageOf, pairsOf, tokensOf } from "../search/index.ts";

/** Words of one passage that count; the rest of one so long says nothing new. */
const mostWords = 2000;
/** A tsvector drops longer ones of the same kind of text: keys and encodings. */
const longestWord = 40;

/** The words of a text as the index has them: folded, and of scripts without spaces each two characters in a row. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { word } of tokensOf(text)) {
    if (words.length >= mostWords) break;
    if (isUnspaced(word)) words.push(...pairsOf(word));
    else if (word.length <= longestWord) words.push(word);
  }
  return words;
}

/**
 * The words of a question that tell what it is about: all but the commonest of its language, unless it has no others. In
 * an index of a few articles "my" is rare, though it says nothing.
 */
export function tellingWords(question: string): string[] {
  const words = [...new Set(wordsOf(question))];
  const language = languageOf(question);
  const telling = language === null ? words : words.filter((word) => !isCommon(word, [language]));
  return telling.length > 0 ? telling : words;
}

/** Whose stems a text is reduced to: as it is said, else as its words tell; null leaves them whole. */
export function stemsOf(said: string | null, text: string): string | null {
  const [code = ""] = said?.toLowerCase().split("-") ?? [];
  if (said !== null) return isLanguage(code) ? code : null;
  return languageOf(text);
}

/** Each three letters in a row, with the ends of words: what two spellings of the same have in common. */
export function gramsOf(text: string): Set<string> {
  const grams = new Set<string>();
  for (const word of wordsOf(text)) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3));
  }
  return grams;
}
