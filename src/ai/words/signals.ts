import { deniedWords, type Signal, signalWords, unhelpedWords } from "./signal-words.ts";

/** The gravest first: where several are found, it counts. */
const gravestFirst: readonly Signal[] = ["safety", "legal", "asked_for_person", "anger"];

/**
 * What in a customer's words always goes to people, recognised without a model, in the languages of the word lists. A
 * model that understands more hands over by itself.
 */
export function signalIn(words: string): Signal | null {
  const own = ownWords(words);
  const sentences = sentencesOf(own);
  const found = gravestFirst.find((signal) =>
    sentences.some((one) => says(one, patterns[signal]) && !(signal === "asked_for_person" && says(one, denied))),
  );
  if (found) return found;
  if (sentences.some((one) => bare.test(one))) return "asked_for_person";
  return isShouted(own) ? "anger" : null;
}

/** Whether she says that what was answered before did not help. */
export function saysUnhelped(words: string): boolean {
  return sentencesOf(ownWords(words)).some((one) => says(one, unhelped));
}

/** Without what is quoted, and without what stands below a signature mark. */
function ownWords(text: string): string {
  return text.slice(0, 20_000).split(/^(?:>|--\s*$)|^.{3,120}:\s*\n+>/m)[0]!;
}

const bare =
  /^\W*(?:(?:a|an|the|real|live) )?(?:human|person|agent|representative|operator|customer service|manager|mensch|mitarbeiter|humain|conseiller|humano|agente|operatore|medewerker)\W*$/u;

function sentencesOf(text: string): string[] {
  const plain = text.normalize("NFC").toLowerCase().replaceAll("’", "'");
  return plain.split(/[.!?\n]+/).flatMap((one) => one.replace(/\s+/g, " ").trim() || []);
}

function says(sentence: string, some: readonly RegExp[]): boolean {
  return some.some((pattern) => pattern.test(sentence));
}

/** Capitals throughout and an exclamation mark. */
function isShouted(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  return letters >= 25 && capitals > letters * 0.85 && text.includes("!");
}

const literal = (word: string) => word.replace(/[.+?^${}()[\]\\]/g, "\\$&");

/** One phrase of the word lists; see there. */
function patternOf(phrase: string): RegExp {
  const parts = phrase.split(" ").map((part) => {
    if (part === "…") return null;
    const words = part.split("|").map((word) => literal(word).replaceAll("-", "[ -]").replaceAll("*", "\\p{L}*"));
    return `(?:${words.join("|")})`;
  });
  // Between words one blank; where some may stand between, up to five.
  const source = parts.reduce<string>((all, part, n) => {
    if (part === null) return all;
    if (n === 0) return part;
    return `${all}${parts[n - 1] === null ? "(?: [^ ]{1,30}){0,5} " : ",? "}${part}`;
  }, "");
  return new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}'-])`, "u");
}

const all = (lists: Readonly<Record<string, readonly string[]>>) => Object.values(lists).flat().map(patternOf);
const patterns: Record<Signal, RegExp[]> = {
  asked_for_person: all(signalWords.asked_for_person),
  safety: all(signalWords.safety),
  legal: all(signalWords.legal),
  anger: all(signalWords.anger),
};
const unhelped = all(unhelpedWords);
const denied = deniedWords.map(patternOf);
