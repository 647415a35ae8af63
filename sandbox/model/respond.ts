import { act } from "./act.ts";
import { apart } from "./apart.ts";
import { type Facts, readFacts } from "./facts.ts";
import { fillSchema } from "./fill-schema.ts";
import { speak, speaks } from "./speak.ts";
import type { ScriptedAnswer } from "./state.ts";
import type { JsonSchema, Tool, Turn } from "./turn.ts";
import { writeFirst } from "./write-first.ts";
import { writeReply } from "./write-reply.ts";

/** What the model says or asks for, the same for both protocols. */
export interface Output {
  text: string | null;
  toolCalls: { name: string; arguments: string }[];
  refusal: string | null;
  incomplete: "max_output_tokens" | "content_filter" | null;
}

const silent: Output = { text: null, toolCalls: [], refusal: null, incomplete: null };
const reads = /order|customer|conversation|message|shop|lookup|profile|knowledge/i;
const writes =
  /write|send|create|refund|cancel|update|delete|close|assign|reply|set_|add_|draft|submit|final|escalate/i;
const finishes = /draft|submit|final|answer|reply/i;
const mostCalls = 4;

/**
 * Rules, openly: what is to be done is done where there are tools for it (act.ts); else every reading tool that fits is
 * called, then a reply is written from what they gave, in the form asked for (a schema, a finishing tool, or plain text).
 */
export function respond(turn: Turn): Output {
  const aside = apart(turn);
  if (aside) return { ...silent, text: JSON.stringify(aside) };
  const facts = readFacts([...turn.toolOutputs, ...jsonIn(turn)]);
  const asked = lastQuestion(turn, facts);
  if (speaks(turn)) return speak(turn, facts, asked);
  const first = writeFirst(jsonIn(turn), facts);
  const deed = first ? { reply: first } : act(turn, facts, asked);
  if (deed && "calls" in deed) return { ...silent, toolCalls: deed.calls };
  const reading = !deed && turn.toolOutputs.length === 0 ? readingCalls(turn, asked) : [];
  if (reading.length > 0) return { ...silent, toolCalls: reading };
  const reply = deed?.reply ?? writeReply(facts, asked);
  if (turn.format) return { ...silent, text: JSON.stringify(fillSchema(turn.format.schema, { reply, facts })) };
  const finishing = turn.tools.find(({ name }) => finishes.test(name) && !/get|read|list|find/i.test(name));
  if (finishing && !turn.calledTools.includes(finishing.name)) {
    return { ...silent, toolCalls: [call(finishing, fillSchema(finishing.parameters, { reply, facts }))] };
  }
  return { ...silent, text: reply.text };
}

export function scriptedOutput(answer: ScriptedAnswer, turn: Turn): Output {
  const [first] = turn.tools;
  const looped = answer.loop && first ? [call(first, argumentsFor(first.parameters, ""))] : [];
  const calls = (answer.toolCalls ?? []).map((each) => ({
    name: each.name,
    arguments: typeof each.arguments === "string" ? each.arguments : JSON.stringify(each.arguments ?? {}),
  }));
  return {
    text: answer.json === undefined ? (answer.text ?? null) : JSON.stringify(answer.json),
    toolCalls: [...calls, ...looped],
    refusal: answer.refusal ?? null,
    incomplete: answer.incomplete ?? null,
  };
}

/** Tools that ask for something the question does not say are left alone. */
function readingCalls({ tools }: Turn, asked: string): Output["toolCalls"] {
  const reading = tools.filter(({ name }) => reads.test(name) && !writes.test(name));
  const calls = reading.map((tool) => ({ tool, given: argumentsFor(tool.parameters, asked) }));
  const answerable = calls.filter(({ given }) => Object.values(given).every((value) => value !== ""));
  return answerable.slice(0, mostCalls).map(({ tool, given }) => call(tool, given));
}

function call({ name }: Tool, given: unknown): Output["toolCalls"][number] {
  return { name, arguments: JSON.stringify(given) };
}

function lastQuestion({ texts }: Turn, { messages }: Facts): string {
  const said = messages.at(-1)?.text ?? texts.findLast(({ role }) => role === "user")?.text ?? "";
  // A mark where something was left out is no word of hers.
  return said.replace(/\[[^\]\n]{0,80}\]/g, "").trim();
}

/** Some callers hand over what they know as JSON in the question. */
function jsonIn({ texts }: Turn): unknown[] {
  return texts.flatMap(({ role, text }) => {
    if (role !== "user") return [];
    try {
      return [JSON.parse(/[{[][\s\S]*[}\]]/.exec(text)?.[0] ?? "null")];
    } catch {
      return [];
    }
  });
}

/** Numbers and addresses from the question where a parameter's name asks for them; the rest stays empty. */
function argumentsFor(schema: JsonSchema, asked: string): Record<string, unknown> {
  const { properties, required } = schema;
  if (typeof properties !== "object" || properties === null) return {};
  const needed = new Set(Array.isArray(required) ? required : []);
  const entries = Object.entries(properties).filter(([name]) => needed.has(name));
  return Object.fromEntries(entries.map(([name, property]) => [name, argument(name, { ...property }, asked)]));
}

function argument(name: string, schema: JsonSchema, asked: string): unknown {
  const { type, enum: choices, minimum, default: usual } = schema;
  const types = Array.isArray(type) ? type : [type];
  const order = /#\s?\d{3,}/.exec(asked)?.[0].replace(/\s/, "");
  const email = /[\w.+-]+@[\w.-]+\w/.exec(asked)?.[0];
  if (name === "question") return asked.slice(0, 500);
  if (/order|name|query/i.test(name) && order) return order;
  if (/email/i.test(name) && email) return email;
  if (usual !== undefined) return usual;
  if (types.includes("null") || "anyOf" in schema) return null;
  if (Array.isArray(choices)) return choices[0];
  if (types.includes("integer") || types.includes("number"))
    return Math.max(typeof minimum === "number" ? minimum : 0, 10);
  if (types.includes("boolean")) return false;
  return types.includes("array") ? [] : types.includes("object") ? {} : "";
}
