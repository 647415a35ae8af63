/** A word of a text, folded, and where it stands in it. A run of a script without spaces is one word. */
export interface Token {
  word: string;
  start: number;
  end: number;
}

/** Longer ones are keys and encodings, which nobody looks for by hand. */
const longestWord = 64;

/** The words of a text, in order. */
export function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(run)) {
    for (const part of match[0].matchAll(ofOneKind)) {
      const word = foldWord(part[0]);
      const start = match.index + part.index;
      if (word !== "" && word.length <= longestWord) yield { word, start, end: start + part[0].length };
    }
  }
}

const run = /[\p{L}\p{N}\p{M}]+/gu;
const unspaced =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々";
const ofOneKind = new RegExp(`[${unspaced}]+|[^${unspaced}]+`, "gu");
const startsUnspaced = new RegExp(`^[${unspaced}]`, "u");

/** Whether it is written without spaces between words, so that parts of it must be found too. */
export function isUnspaced(word: string): boolean {
  return startsUnspaced.test(word);
}

/** Each two characters in a row, or the only one. */
export function pairsOf(word: string): string[] {
  const letters = [...word];
  return letters.length < 2 ? letters : letters.slice(1).map((letter, n) => `${letters[n]}${letter}`);
}

/**
 * Without case, accents and variants of the same letter: "Größe" and "GROSSE", "Århus" and "arhus", and the forms of
 * an alif are the same. Marks that make another sound (が, हि) stay.
 */
export function foldWord(word: string): string {
  const plain = word.normalize("NFKD").replace(accents, "").normalize("NFC").toLowerCase();
  return plain.replace(variants, (letter) => variantOf[letter]!).replace(notLetters, "");
}

const accents = /[\u0300-\u036f\u0640\u064b-\u065f\u0670]/g;
const notLetters = /[^\p{L}\p{N}\p{M}]/gu;
const variantOf: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
  ς: "σ",
  ى: "ي",
  ة: "ه",
};
const variants = new RegExp(`[${Object.keys(variantOf).join("")}]`, "g");

/** The words of a text that lose something when folded, in lower case: stems of some languages depend on accents. */
export function accentedWords(text: string): string {
  if (!beyondAscii.test(text)) return "";
  const words = [...text.matchAll(run)].map(([word]) => word.toLowerCase().normalize("NFC"));
  return words.filter((word) => latinAccent.test(word) && word.length <= longestWord).join(" ");
}

const beyondAscii = /[^ -~\s]/;
const latinAccent = /^[a-zà-öø-ÿœ]*[à-öø-ÿœ][a-zà-öø-ÿœ]*$/;

const address = /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g;
const phone = /(?<![\w.])(?:\+|00|0)\d[\d\s()./-]{5,18}\d(?!\w)/g;

/** Terms for the email addresses and phone numbers in a text, at most 50 of each. */
export function contactTerms(text: string): string[] {
  const addresses = [...text.matchAll(address)].slice(0, 50).map(([found]) => addressTerm(found));
  const phones = [...text.matchAll(phone)].slice(0, 50).flatMap(([found]) => phoneTerm(found) ?? []);
  return [...addresses, ...phones];
}

export function addressTerm(value: string): string {
  return `addr:${value.trim().toLowerCase()}`;
}

/** By its last eight digits: "+46 70 123 45 67" and "070-123 45 67" are one number. Null for what is too short. */
export function phoneTerm(value: string): string | null {
  const digits = value.replace(/\D/g, "");
  return digits.length < 7 || digits.length > 17 ? null : `tel:${digits.slice(-8)}`;
}

/** An order's name as it is compared: "#EN-1042" and "en1042" are the same. */
export function orderKey(name: string): string {
  return foldWord(name.replace(/[^\p{L}\p{N}]/gu, ""));
}
