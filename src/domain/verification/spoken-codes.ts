import { inAsciiDigits } from "./rules.ts";
import { hiddenCode } from "./words.ts";

/** "zero" to "nine" as they are said, in the languages codes are sent in; several ways of one digit stand with a stroke. */
const saidDigits: Readonly<Record<string, string>> = {
  en: "zero/oh/o one two three four five six seven eight nine",
  de: "null eins/ein zwei/zwo drei vier fünf sechs sieben acht neun",
  fr: "zéro un/une deux trois quatre cinq six sept huit neuf",
  es: "cero uno/un dos tres cuatro cinco seis siete ocho nueve",
  it: "zero uno due tre quattro cinque sei sette otto nove",
  nl: "nul een/één twee drie vier vijf zes zeven acht negen",
  pt: "zero um/uma dois/duas três quatro cinco seis/meia sete oito nove",
  sv: "noll ett/en två tre fyra fem sex sju åtta nio",
  da: "nul en/et to tre fire fem seks syv otte ni",
  nb: "null en/ett to tre fire fem seks sju/syv åtte ni",
  pl: "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
};
const teens = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const times: Readonly<Record<string, number>> = { double: 2, triple: 3 };
/** What people say while they read. */
const between = new Set("and then uh um er und dann äh ähm euh puis eh y luego então och og i potem hm".split(" "));

const digitsOf: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(saidDigits).map(([language, said]) => [
    language,
    new Map(said.split(" ").flatMap((ways, digit) => ways.split("/").map((way) => [way, String(digit)] as const))),
  ]),
);

const length = 6;
interface Run {
  from: number;
  to: number;
  /** As they were said: "12", "double 3" and "forty two" are one each. */
  parts: string[];
}

/** The codes that somebody may have said, in digits or in words; all digits between two other words count together. */
export function spokenCodesIn(text: string, language: string): string[] {
  return [...new Set(runsIn(text, language).flatMap(codesOf))];
}

/** The same words without anything that could be a code. */
export function withoutSpokenCodes(text: string, language: string): string {
  const hidden = runsIn(text, language).filter((run) => codesOf(run).length > 0);
  return hidden.reduceRight((rest, { from, to }) => rest.slice(0, from) + hiddenCode + rest.slice(to), text);
}

/** Words that are nothing but digits, fewer than a code has: somebody takes breath. Null: they say more. */
export function partOfCode(text: string, language: string): string | null {
  const [run, ...others] = runsIn(text, language);
  if (!run || others.length > 0) return null;
  const rest = text.slice(0, run.from) + text.slice(run.to);
  const digits = run.parts.join("");
  return digits.length < length && !/[\p{L}\p{N}]/u.test(rest) ? digits : null;
}

/** Six digits, or several times six: somebody says it again, or corrects herself. */
function codesOf({ parts }: Run): string[] {
  const codes: string[] = [];
  let digits = "";
  for (const part of parts) {
    digits += part;
    if (digits.length > length) return [];
    if (digits.length < length) continue;
    codes.push(digits);
    digits = "";
  }
  return digits === "" ? codes : [];
}

function runsIn(text: string, language: string): Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  let [repeated, ten] = [1, ""];
  for (const { 0: word, index: from } of text.matchAll(/\p{N}+|[\p{L}\p{M}]+/gu)) {
    const said = word.toLowerCase();
    const digits = isNamed(text.slice(0, from), word) ? null : read(said, language);
    if (times[said] !== undefined) {
      repeated = times[said];
      continue;
    }
    if (digits === null) {
      if (!between.has(said)) run = undefined;
      continue;
    }
    const to = from + word.length;
    if (!run) {
      run = { from, to, parts: [] };
      ten = "";
      runs.push(run);
    }
    // "forty two" is said of two digits, "forty" alone of four and zero.
    if (ten !== "" && /^[1-9]$/.test(digits) && said !== digits) run.parts.splice(-1, 1, ten + digits);
    else run.parts.push(digits.repeat(repeated));
    run.to = to;
    repeated = 1;
    ten = tens.includes(said) ? digits.slice(0, 1) : "";
  }
  return runs;
}

/** A number that says what it is: an order's, an amount. */
function isNamed(before: string, word: string): boolean {
  return /^\p{N}/u.test(word) && /(?:[#€$£]\s?|\p{L}-?)$/u.test(before);
}

function read(said: string, language: string): string | null {
  if (/^\p{Nd}+$/u.test(said)) return inAsciiDigits(said);
  const own = language.slice(0, 2).toLowerCase();
  const digit = digitsOf.get(own)?.get(said) ?? (said.length > 2 ? digitsOf.get("en")!.get(said) : undefined);
  if (digit !== undefined) return digit;
  if (teens.includes(said)) return String(10 + teens.indexOf(said));
  return tens.includes(said) ? String(20 + 10 * tens.indexOf(said)) : null;
}
