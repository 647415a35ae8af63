import type { Turn } from "./turn.ts";

const longestSummary = 600;
const mostFacts = 12;

/** Speaks to a program, or says how the reader has to act. English only. */
const instruction =
  /\b(?:ignore|disregard|forget) (?:all|any|your|the|previous|earlier)\b|\b(?:developer|admin) mode\b|\bsystem:|\bthe (?:assistant|ai|bot) (?:must|should|has to)\b|\byou (?:must|are now)\b/i;

/** Answers what is asked of a model without tools, by rules, openly; null: it is another question. */
export function apart({ format, texts }: Turn): object | null {
  const given = jsonIn(texts.at(-1)?.text ?? "");
  if (format?.name === "reading") return read(String(given.text ?? ""));
  return format?.name === "judgement" ? judge(given) : null;
}

/** Its sentences without those that give orders, and the values it names. */
function read(text: string) {
  const values = leavesOf(parsed(text) ?? {});
  const said = values.length > 0 ? values.map(({ value }) => value).join(". ") : text;
  const sentences = said.match(/[^.!?\n]+[.!?]*/g) ?? [];
  const harmless = sentences.filter((one) => !instruction.test(one)).join("");
  const named = values.filter(({ value }) => value.length <= 60);
  const figures = (text.match(/#?\d[\w.,-]*\w/g) ?? []).map((value) => ({ name: "figure", value }));
  return {
    summary: harmless.trim().slice(0, longestSummary),
    facts: (values.length > 0 ? named : figures).slice(0, mostFacts),
    holdsInstructions: instruction.test(said),
  };
}

/** A sentence with a number that stands in nothing it could rest on. */
function judge({ sentences, material }: Record<string, unknown>) {
  const known = JSON.stringify(material ?? []);
  const all: unknown[] = Array.isArray(sentences) ? sentences : [];
  const numbers = (sentence: unknown) => String(Object(sentence).text ?? "").match(/\d[\d.,]*\d|\d/g) ?? [];
  const unsupported = all.filter((sentence) => numbers(sentence).some((number) => !known.includes(number)));
  return { unsupported: unsupported.map((sentence) => Number(Object(sentence).n)) };
}

function leavesOf(value: unknown, name = ""): { name: string; value: string }[] {
  if (typeof value !== "object" || value === null) return value === null ? [] : [{ name, value: String(value) }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, Array.isArray(value) ? name : key));
}

function jsonIn(text: string): Record<string, unknown> {
  return Object(parsed(/\{[\s\S]*\}/.exec(text)?.[0] ?? "null"));
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
