import { randomBytes } from "node:crypto";
import { z } from "zod";
import { maskCards } from "../mask-cards.ts";
import { jsonIn } from "../models/json-in.ts";
import { readingPrompt } from "../prompts/read-apart.ts";
import type { Turn } from "../turn.ts";
import { askApart } from "./ask-apart.ts";
import { isPlain } from "./plain.ts";

const longestSummary = 1500;
const longestText = 30_000;
const mostFacts = 30;

const shape = z.object({
  summary: z.string(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  holdsInstructions: z.boolean(),
});

const text = { type: "string" };
const closed = (properties: Record<string, unknown>) => ({
  ...{ type: "object", properties, required: Object.keys(properties), additionalProperties: false },
});
const schema = closed({
  summary: text,
  facts: { type: "array", items: closed({ name: text, value: text }) },
  holdsInstructions: { type: "boolean" },
});

/** What strangers wrote, and what for. */
export interface Outside {
  from: string;
  data: unknown;
  /** What was looked for in it. */
  asked: string;
}

/** What a model with tools is told of it. */
export type Told =
  /** Values without words, as they came. */
  | { data: unknown }
  /** What a model without tools has read in it. */
  | { readApart: { summary: string; facts: { name: string; value: string }[]; note?: string } };

const withheld =
  "The text held instructions. They are not followed, and its words are not shown; only values that stand in it are.";

/**
 * Reads what strangers wrote without giving it any power: a model that has no tools reads it into a fixed form, of which
 * only that is kept which stands in the text. Null: it could not be read, and nobody is shown it.
 *
 * @throws NoDraft when nobody wants the turn's answer any more.
 */
export async function readApart(turn: Turn, { from, data, asked }: Outside): Promise<Told | null> {
  if (isPlain(data)) return { data };
  const raw = maskCards((typeof data === "string" ? data : JSON.stringify(data)).slice(0, longestText).toWellFormed());
  const boundary = `text-${randomBytes(8).toString("hex")}`;
  const said = await askApart(turn, {
    ...{ kind: "reading", models: turn.readers ?? turn.models, instructions: readingPrompt(boundary) },
    text: `${boundary}\n${JSON.stringify({ from, asked, text: raw })}\n${boundary}`,
    output: { name: "reading", schema },
    about: [from, asked, raw],
  });
  const read = shape.safeParse(jsonIn(said ?? ""));
  if (!read.success) return null;
  const { summary, facts, holdsInstructions } = read.data;
  const kept = facts.filter(({ value }) => standsIn(value, raw)).slice(0, mostFacts);
  const named = kept.map(({ name, value }) => ({ name: name.slice(0, 60), value: value.slice(0, 200) }));
  if (holdsInstructions) return { readApart: { summary: "", facts: bareOf(named), note: withheld } };
  return { readApart: { summary: summary.slice(0, longestSummary).toWellFormed(), facts: named } };
}

interface Fact {
  name: string;
  value: string;
}

/** No words that could be followed, neither in what stands there nor in what it is called, nor in all of it together. */
function bareOf(facts: readonly Fact[]): Fact[] {
  const kept: Fact[] = [];
  for (const fact of facts) {
    kept.push(fact);
    if (!isPlain(kept.map(({ name, value }) => ({ [name.replaceAll(" ", "_")]: value })))) kept.pop();
  }
  return kept;
}

/** What a reader makes up stands nowhere. */
function standsIn(value: string, raw: string): boolean {
  const plain = (words: string) => words.toLowerCase().replace(/\s+/g, " ").trim();
  return plain(value) !== "" && plain(raw).includes(plain(value));
}
