import { apart } from "../sandbox/model/apart.ts";
import type { ScriptedAnswer } from "../sandbox/model/state.ts";
import type { Turn } from "../sandbox/model/turn.ts";
import type { Script, Step } from "./scenario.ts";

/** Plays a script as a model would: one step an answer, filled in from what its tools told it. */
export interface ScriptedModel {
  answer(turn: Turn): ScriptedAnswer;
  /** From now on the n-th answer to the customer is played. */
  goTo(n: number): void;
}

type Known = Record<string, unknown>;

/**
 * Which step is next is told by what the question holds: every answer of a turn is in it, so that a turn that is begun
 * again begins its script again.
 * @param given what placeholders may name beside tools: {{customer.email}}.
 * @param options.isTalk a question holds all that was said before, too: steps are counted as they are played.
 */
export function scriptedModel(script: Script, given: Known, { isTalk = false } = {}): ScriptedModel {
  let steps = script[0] ?? [];
  let played = 0;
  const failed = new Map<Step, number>();
  return {
    goTo(n) {
      steps = script[Math.min(n, script.length - 1)] ?? [];
      played = 0;
    },
    answer(turn) {
      const aside = apart(turn);
      if (aside) return { json: aside, times: 1 };
      for (const step of steps) {
        if (!("fault" in step)) continue;
        const times = failed.get(step) ?? 0;
        if (times >= step.fault.times) continue;
        failed.set(step, times + 1);
        const { status, retryAfterSeconds } = step.fault;
        return { status, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }), times: 1 };
      }
      const answers = steps.filter((step) => !("fault" in step));
      const next = answers[Math.min(isTalk ? played++ : answersIn(turn), answers.length - 1)];
      return next ? answerOf(next, turn, given) : { text: "", times: 1 };
    },
  };
}

function answersIn({ calledTools, texts }: Turn): number {
  return calledTools.length + texts.filter(({ role }) => role === "assistant").length;
}

function answerOf(step: Step, turn: Turn, given: Known): ScriptedAnswer {
  const known = { ...given, ...toolOutputs(turn) };
  if ("call" in step) {
    const named = { name: step.call, arguments: filled(step.with, known) };
    return { toolCalls: [named], times: 1 };
  }
  if ("writes" in step) return { text: String(filled(step.writes, known)), times: 1 };
  return finalAnswer(turn, finalOf(step, known));
}

/** The answer that ends a turn, in the form it is asked for. */
export function finalAnswer(turn: Turn, answer: Known): ScriptedAnswer {
  return { text: JSON.stringify({ ...emptyAnswer(turn), ...answer }), times: 1 };
}

function finalOf(step: Step, known: Known): Known {
  const text = (words: string) => String(filled(words, known));
  if ("handOver" in step) {
    const { handOver, reason, summary } = step;
    return { outcome: "hand_over", reply: text(handOver), reason, summary: text(summary) };
  }
  if ("noReply" in step) return { outcome: "no_reply", reply: "", reason: text(step.noReply) };
  if (!("reply" in step)) return {};
  return { outcome: "reply", reply: text(step.reply), sources: step.sources.map(text), intent: step.intent };
}

/** Every key the answer has to have, with nothing in it. */
function emptyAnswer({ format }: Turn): Known {
  const properties = Object(format?.schema.properties) as Record<string, unknown>;
  const empty = (schema: unknown) => {
    const { type, enum: choices } = Object(schema);
    if (Array.isArray(choices)) return choices[0];
    return type === "array" ? [] : type === "boolean" ? false : type === "number" || type === "integer" ? 0 : "";
  };
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, empty(schema)]));
}

/** The newest output of each tool, by its name. */
function toolOutputs({ calledTools, toolOutputs: outputs }: Turn): Known {
  return Object.fromEntries(calledTools.map((name, n) => [name, outputs[n]]));
}

const placeholder = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** A text that is one placeholder becomes the value itself; what is not known says so. */
export function filled(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(each, known));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, known)]));
  }
  if (typeof value !== "string") return value;
  const [whole] = [...value.matchAll(placeholder)];
  if (whole && whole[0] === value) return at(known, whole[1] ?? "") ?? `(no ${whole[1]})`;
  return value.replace(placeholder, (_, path: string) => String(at(known, path) ?? `(no ${path})`));
}

function at(known: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((found, key) => Object(found)[key], known);
}
