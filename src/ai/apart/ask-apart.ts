import { createHash } from "node:crypto";
import { askModel } from "../ask-model.ts";
import { noJournal } from "../journal.ts";
import type { Answer, Model, Question } from "../models/port.ts";
import { NoDraft } from "../no-draft.ts";
import type { Turn } from "../turn.ts";

/** A question beside the turn: to models without tools, in a fixed form. */
export interface Aside {
  kind: NonNullable<Turn["aside"]>["kind"];
  models: readonly Model[];
  instructions: string;
  text: string;
  output: NonNullable<Question["output"]>;
  /** What it is about, without what differs each time: a turn whose worker died does not ask it again. */
  about: readonly string[];
}

const maxOutputTokens = 2000;

/**
 * Asks it as a step of the turn: its cost, its time and its number count there. Null: nobody could answer, or the turn has
 * asked or spent too much.
 *
 * @throws NoDraft when nobody wants the turn's answer any more.
 */
export async function askApart(turn: Turn, aside: Aside): Promise<string | null> {
  const { kind, models, instructions, text, output, about } = aside;
  const { limits, journal, signal } = turn;
  const key = createHash("sha256")
    .update(JSON.stringify([kind, ...about]))
    .digest("hex");
  const known = journal.asides.get(key);
  if (known) return wholeOf(known);
  turn.asides = (turn.asides ?? 0) + 1;
  if (turn.asides > limits.asides) return null;
  const { refusal: _, ...rest } = turn;
  const beside: Turn = {
    ...{ ...rest, models, tools: [], journal: noJournal(), aside: { kind, key } },
    signal: AbortSignal.any([signal, AbortSignal.timeout(limits.asideMs)]),
    deadlineAt: Math.min(turn.deadlineAt, Date.now() + limits.asideMs),
  };
  const question: Question = {
    ...{ instructions, items: [{ type: "text", text }], tools: [], mayCallTools: false, output, maxOutputTokens },
  };
  try {
    const answer = await askModel(beside, question);
    journal.asides.set(key, answer);
    return wholeOf(answer);
  } catch (error) {
    if (!(error instanceof NoDraft) || error.status !== "failed" || signal.aborted) throw error;
    return null;
  }
}

function wholeOf({ end, text, toolCalls }: Answer): string | null {
  return end === "complete" && toolCalls.length === 0 ? text : null;
}
