import { setTimeout as wait } from "node:timers/promises";
import type { NewRunStep } from "../domain/automation/index.ts";
import { readTogether } from "../domain/events/index.ts";
import { checkBudget } from "../domain/models/index.ts";
import { findAiStop, stoppedMessage } from "../domain/tool-switches/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { AppError } from "../platform/errors.ts";
import { estimatedUsage } from "./estimated-usage.ts";
import { grantOnRecord } from "./grant.ts";
import type { Answer, Item, Model, Question, Usage } from "./models/port.ts";
import { mayAskAnother, mayPass } from "./models/trouble.ts";
import { NoDraft } from "./no-draft.ts";
import { asSeen } from "./policy.ts";
import { outOfTime, record, type Turn } from "./turn.ts";

const longestWaitBeforeNextMs = 3000;
const nothing: Usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

/**
 * Asks the models in their order and writes down what it cost. One that cannot be reached is asked again within the
 * deadline; when it still cannot answer, or never will, the next one is asked, and from then on first. Nothing is asked
 * again once somebody has heard the beginning of an answer.
 * What was answered before a crash is not asked again.
 * @throws NoDraft with the reason when none answers, or the budget of the turn or of the workspace is used up.
 */
export async function askModel(turn: Turn, question: Question, onText?: (delta: string) => void): Promise<Answer> {
  const known = turn.journal.answers.shift();
  if (known) return known;
  await refuseUnaffordable(turn);
  const speech = listenedTo(onText);
  const asked = { ...question, items: question.items.map(itemAsSeen) };
  for (;;) {
    const [model, ...others] = turn.models;
    if (!model) throw new NoDraft("skipped", "No AI model is set up");
    try {
      return await askPatiently(turn, model, asked, speech);
    } catch (error) {
      if (turn.signal.aborted) throw outOfTime(turn, error);
      if (!(error instanceof AppError)) throw error;
      if (others.length === 0 || speech.hasBegun || !mayAskAnother(error)) {
        throw new NoDraft("failed", error.message, { cause: error });
      }
      turn.models = others;
    }
  }
}

/** Words that people do not see would be a letter to the model alone. */
function itemAsSeen(item: Item): Item {
  return item.type === "text" || item.type === "tool_result" ? { ...item, text: asSeen(item.text) } : item;
}

async function refuseUnaffordable(turn: Turn): Promise<void> {
  const { ctx, spent, limits, refusal } = turn;
  delete turn.refusal;
  const found = refusal === undefined ? await readTogether(ctx, mayNotAsk) : refusal;
  if (found?.status === "skipped") throw found;
  if (spent.tokens >= limits.tokens || spent.costMicros >= limits.costMicros) {
    throw new NoDraft("failed", "The AI used up what one answer may take, and had none", { handOver: "budget" });
  }
  if (found) throw found;
}

/** Why no model may be asked now: the AI is stopped, or the workspace's budget is used up. */
export async function mayNotAsk(ctx: Context): Promise<NoDraft | null> {
  const [stop, overspent] = await Promise.all([findAiStop(ctx), checkBudget(ctx).then(() => null, budgetGone)]);
  return stop ? new NoDraft("skipped", stoppedMessage(stop)) : overspent;
}

function budgetGone(error: unknown): NoDraft {
  if (!(error instanceof AppError)) throw error;
  return new NoDraft("failed", error.message, { cause: error, handOver: "budget" });
}

interface Speech {
  hasBegun: boolean;
  onText: ((delta: string) => void) | undefined;
}

function listenedTo(onText: Speech["onText"]): Speech {
  const speech: Speech = { hasBegun: false, onText: undefined };
  if (onText) {
    speech.onText = (delta) => {
      speech.hasBegun = true;
      onText(delta);
    };
  }
  return speech;
}

async function askPatiently(turn: Turn, model: Model, question: Question, speech: Speech): Promise<Answer> {
  const { retries, retryDelayMs } = turn.limits;
  const isLast = turn.models.at(-1) === model;
  for (let attempt = 0; ; attempt++) {
    try {
      return await askOnce(turn, model, question, speech.onText);
    } catch (error) {
      const isOver = turn.signal.aborted || speech.hasBegun || attempt >= retries;
      if (isOver || !(error instanceof AppError) || !mayPass(error)) throw error;
      const delayMs = error.retryAfterMs ?? retryDelayMs * 4 ** attempt * (0.5 + Math.random() / 2);
      // Another one answers sooner than one who asks to be left alone for long.
      if (delayMs >= (isLast ? turn.deadlineAt - Date.now() : longestWaitBeforeNextMs)) throw error;
      await wait(delayMs);
    }
  }
}

async function askOnce(turn: Turn, model: Model, question: Question, onText: Speech["onText"]): Promise<Answer> {
  // A question beside the turn is asked without tools.
  const { kind, ...known } = turn.aside ?? { kind: "model" as const, grant: grantOnRecord(turn.grant, turn.tools) };
  const { instructions, items, mayCallTools } = question;
  const request = { ...known, instructions, items: newest(items), tools: mayCallTools };
  const step = { runId: turn.run.id, kind, name: model.id, request };
  const began = performance.now();
  const durationMs = () => Math.round(performance.now() - began);
  let said = "";
  const heard = (delta: string) => {
    said += delta;
    onText?.(delta);
  };
  const answer = await model.respond(question, turn.signal, heard).catch(async (error: unknown): Promise<never> => {
    if (!(error instanceof AppError)) throw error;
    // Who hangs up on a model pays for what it has read and written by then, and is not told how much that was.
    const wasAtWork = turn.signal.aborted || said !== "";
    const usage = wasAtWork ? estimatedUsage(question, said) : nothing;
    const failed = { response: null, durationMs: durationMs(), error: error.message };
    await recordPaid(turn, { ...step, ...failed }, usage, model.priceMicros(usage));
    throw error;
  });
  const { replay, usage, costMicros, ...response } = answer;
  const answered = { response, replay, durationMs: durationMs(), error: null };
  await recordPaid(turn, { ...step, ...answered }, usage, costMicros);
  return answer;
}

type Unpaid = Omit<NewRunStep, "inputTokens" | "outputTokens" | "costMicros">;

/** Writes a question down, and counts what it cost. */
async function recordPaid(turn: Turn, step: Unpaid, usage: Usage, costMicros: number): Promise<void> {
  const { inputTokens, outputTokens } = usage;
  turn.onSpent?.(usage, costMicros);
  turn.spent.tokens += inputTokens + outputTokens;
  turn.spent.costMicros += costMicros;
  await record(turn, { ...step, inputTokens, outputTokens, costMicros });
}

/** What was not in the question before: the steps before this one hold the rest. */
function newest(items: readonly Item[]): Item[] {
  return items.slice(items.findLastIndex((item) => item.type === "answer" || item.type === "said") + 1);
}
