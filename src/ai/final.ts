import { z } from "zod";
import type { HandOverReason } from "../domain/automation/index.ts";
import type { GuidanceContent } from "../domain/guidance/index.ts";
import { intentsOf } from "../domain/guidance/index.ts";
import { jsonIn } from "./models/json-in.ts";

const outcomes = ["reply", "hand_over", "no_reply"] as const;
const lenient = z.string().catch("");

/** Lenient where nothing hangs on it: a model that leaves a word out has answered all the same. */
const finalShape = z.object({
  outcome: z.enum(outcomes).catch("reply"),
  reply: z.string(),
  sources: z.array(z.string()).catch([]),
  intent: lenient,
  reason: lenient,
  summary: lenient,
});
export type Final = z.output<typeof finalShape> & {
  /** Answers that did not pass the checks before this one. */
  refusals: number;
  /** Why a person has to look at it, whatever the guidance says. */
  held?: string;
};

/** The JSON Schema of the final answer: every field required, as strict providers want it. */
export function finalSchema(guidance: GuidanceContent): Record<string, unknown> {
  const text = { type: "string" };
  const properties = {
    outcome: { type: "string", enum: [...outcomes] },
    reply: text,
    sources: { type: "array", items: text },
    intent: { type: "string", enum: intentsOf(guidance) },
    reason: text,
    summary: text,
  };
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

/** Null: it is not the JSON that was asked for. */
export function readFinal(text: string, guidance: GuidanceContent): Omit<Final, "refusals"> | null {
  const parsed = finalShape.safeParse(jsonIn(text));
  if (!parsed.success) return null;
  const { intent, ...rest } = parsed.data;
  return { ...rest, intent: intentsOf(guidance).includes(intent) ? intent : "other" };
}

/** A model's own words for why, as a reason of ours; what is not among them is that it was not sure. */
export function reasonFrom(words: string): HandOverReason {
  const text = words.toLowerCase();
  const found = meanings.find(([pattern]) => pattern.test(text));
  return found?.[1] ?? "low_confidence";
}

const meanings: readonly [RegExp, HandOverReason][] = [
  [/forbidden/, "forbidden_topic"],
  [/\btopic\b/, "topic"],
  [/asked?\b.*(?:person|human|agent|colleague)|asked_for_person|^asked$/, "asked_for_person"],
  [/legal|lawyer|court/, "legal"],
  [/safety|danger|harm|injur|medical|suicid/, "safety"],
  [/angr|anger|upset|furious/, "anger"],
  [/policy|not allowed|not_allowed|may not/, "policy_refused"],
];
