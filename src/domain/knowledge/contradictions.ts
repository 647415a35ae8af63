import { isCommon, languageOf } from "../search/index.ts";
import { isOfAnotherKind } from "./kind-words.ts";
import { besideTerms, percentagesIn, periodsIn } from "./terms.ts";
import { wordsOf } from "./words.ts";

/** What an article says of something that another says otherwise. */
export interface Saying {
  articleId: string;
  title: string;
  sentence: string;
  /** The periods and percentages in it: "30 day", "10 %". */
  terms: string[];
}

/** Two articles that give different figures for what seems to be the same thing. */
export type Contradiction = [Saying, Saying];

interface Stated extends Saying {
  words: string[];
  names: string[];
}

type Text = { articleId: string; title: string; heading: string; text: string; language: string | null };

/** Characters of a sentence as it is told. */
const longest = 300;
/** Of the words of the shorter of two sentences, how many the other must have for both to speak of the same thing. */
const enoughShared = 0.4;
const fewestShared = 2;
/** A sentence of fewer words says by its heading what it is about. */
const fewWords = 3;

/**
 * Where passages of different articles contradict each other: two sentences that have most of their words in common, and
 * other figures of the same unit. What names another kind of thing ("express", "sale", a country) is not the same thing.
 * An article that contradicts itself is taken to know why.
 */
export function contradictionsAmong(passages: readonly Text[]): Contradiction[] {
  const stated = passages.flatMap(statedIn);
  const found: Contradiction[] = [];
  for (const [n, one] of stated.entries()) {
    for (const other of stated.slice(n + 1)) {
      if (one.articleId === other.articleId || !speakOfTheSame(one, other) || !differ(one, other)) continue;
      found.push([told(one), told(other)]);
    }
  }
  return found;
}

/** The figures that texts give for what two articles contradict each other about: they have a telling word in common. */
export function figuresFor(contradiction: Contradiction, texts: readonly string[]): string[] {
  const wordsIn = (text: string) => contentOf(text, languageOf(text));
  const about = contradiction.flatMap(({ title, sentence }) => wordsIn(`${title} ${sentence}`));
  const isAbout = (text: string) => wordsIn(text).some((word) => about.some((each) => isSameWord(word, each)));
  return texts.filter(isAbout).flatMap(termsIn);
}

function statedIn({ articleId, title, heading, text, language }: Text): Stated[] {
  const spoken = language?.split("-")[0] ?? languageOf(text);
  return sentencesOf(text).flatMap((sentence) => {
    const terms = termsIn(sentence);
    if (terms.length === 0) return [];
    const own = contentOf(sentence, spoken);
    const words = own.length < fewWords ? [...new Set([...own, ...contentOf(`${title} ${heading}`, spoken)])] : own;
    return [{ articleId, title, sentence, terms, words, names: namesIn(sentence, spoken) }];
  });
}

/** A figure with its unit. */
export function termsIn(text: string): string[] {
  return [...periodsIn(text), ...percentagesIn(text).map((percent) => `${percent} %`)];
}

export function sentencesOf(text: string): string[] {
  const segments = text.split("\n").flatMap((line) => [...sentences.segment(line)]);
  return segments.map(({ segment }) => segment.trim()).filter((sentence) => /\p{L}/u.test(sentence));
}

const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });

/** Words that say what it is about: no figures, no units, nothing short, nothing that any sentence has. */
function contentOf(text: string, language: string | null): string[] {
  const telling = (word: string) => word.length > 3 && !(language && isCommon(word, [language]));
  return [...new Set(wordsOf(besideTerms(text)))].filter(telling);
}

/** Capitals inside a sentence; in German they say nothing. */
function namesIn(sentence: string, language: string | null): string[] {
  if (language === null || language === "de") return [];
  return [...sentence.matchAll(/(?<=[\p{Ll}\d,;)] )\p{Lu}[\p{L}\d]+/gu)].map(([name]) => name.toLowerCase());
}

function speakOfTheSame(one: Stated, other: Stated): boolean {
  const [shorter, longer] = one.words.length <= other.words.length ? [one, other] : [other, one];
  const shared = shorter.words.filter((word) => longer.words.some((each) => isSameWord(word, each)));
  if (shared.length < fewestShared || shared.length < shorter.words.length * enoughShared) return false;
  if (one.names.join() !== other.names.join()) return false;
  const onlyIn = (words: readonly string[], others: readonly string[]) =>
    words.filter((word) => !others.some((each) => isSameWord(word, each)));
  return ![...onlyIn(one.words, other.words), ...onlyIn(other.words, one.words)].some(isOfAnotherKind);
}

/** "return" and "returned": one is how the other begins. */
function isSameWord(one: string, other: string): boolean {
  return one === other || (Math.min(one.length, other.length) > 3 && (one.startsWith(other) || other.startsWith(one)));
}

/** Figures of the same unit, none of which both have. */
function differ(one: Stated, other: Stated): boolean {
  const unitOf = (term: string) => term.slice(term.indexOf(" "));
  const units = new Set(one.terms.map(unitOf));
  return [...units].some((unit) => {
    const [these, those] = [one, other].map(({ terms }) => terms.filter((term) => unitOf(term) === unit));
    return those!.length > 0 && !those!.some((term) => these!.includes(term));
  });
}

function told({ articleId, title, sentence, terms }: Stated): Saying {
  return { articleId, title, sentence: sentence.slice(0, longest).toWellFormed(), terms };
}
