import { askModel } from "./ask-model.ts";
import { callTool } from "./call-tool.ts";
import type { Answer, Item, Question } from "./models/port.ts";
import { NoDraft } from "./no-draft.ts";
import type { Turn } from "./turn.ts";

/** How a turn ends in words: what it is told, the form of its answer, and what may be said. */
export interface Manner<R> {
  instructions: string;
  output: Question["output"];
  /** Whether anybody waits for the answer; asked before every question. @throws NoDraft */
  stillWanted(): Promise<void>;
  /** The answer, or why it cannot be used. */
  judge(answer: Answer): Judged<R> | Promise<Judged<R>>;
  /** Words as they come, before they are judged. */
  onText?(delta: string): void;
  /** What is asked after an answer that cannot be used. */
  askAgain(problems: string[]): string;
  /** What the turn ends with when the model calls a tool that ends it. */
  closing?(answer: Answer): R | null;
}

/** `suggested`: words that a person may still make use of. */
export type Judged<R> = { reply: R } | { problems: string[]; suggested?: string };

/**
 * Lets the model look things up until it answers. An answer that fails the checks goes back to it once, with the
 * reasons. Everything asked and answered is added to `items`.
 *
 * @throws NoDraft when no good answer comes out of it, or nobody wants it any more.
 */
export async function converse<R>(turn: Turn, items: Item[], manner: Manner<R>): Promise<R> {
  const { modelSteps } = turn.limits;
  let refusedOnce = false;
  for (let step = 1; step <= modelSteps; step++) {
    await manner.stillWanted();
    const answer = await askModel(turn, questionOf(turn, manner, items, step < modelSteps), manner.onText);
    items.push({ type: "answer", answer });
    const closed = manner.closing?.(answer);
    if (closed) return closed;
    if (answer.toolCalls.length > 0) {
      for (const call of answer.toolCalls) items.push(await callTool(turn, call));
      continue;
    }
    refuseUnfinished(answer);
    const judged = await manner.judge(answer);
    if ("reply" in judged) return judged.reply;
    const { problems, suggested } = judged;
    if (refusedOnce) {
      const message = `The AI's answer did not pass the checks. ${problems.join(" ")}`;
      throw new NoDraft("failed", message, { handOver: "checks_failed", suggested });
    }
    refusedOnce = true;
    items.push({ type: "text", text: manner.askAgain(problems) });
  }
  throw new NoDraft("failed", "The AI kept looking things up and gave no answer");
}

function questionOf<R>(turn: Turn, manner: Manner<R>, items: Item[], mayCallTools: boolean): Question {
  const { instructions, output } = manner;
  return {
    ...{ instructions, items, mayCallTools, output },
    tools: turn.tools.map(({ name, description, schema, isLoose }) => ({ name, description, schema, isLoose })),
    maxOutputTokens: turn.limits.maxOutputTokens,
  };
}

function refuseUnfinished({ end }: Answer): void {
  if (end === "refused") throw new NoDraft("failed", "The AI declined to answer this message");
  if (end === "filtered") throw new NoDraft("failed", "The AI provider held the answer back");
  if (end === "cut") throw new NoDraft("failed", "The AI's answer was too long and was cut off");
}
