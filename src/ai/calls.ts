import { setTimeout as wait } from "node:timers/promises";
import { type Run, recordRunStep } from "../domain/automation/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { AppError, ProviderUnavailable } from "../platform/errors.ts";
import type { Limits } from "./config.ts";
import type { Answer, Item, Model, Question, ToolCall } from "./models/port.ts";
import { NoDraft } from "./no-draft.ts";
import { type Grant, refused, type Tool } from "./tools/tool.ts";

/** One turn under way. */
export interface Turn {
  /** Records what is done; tools get the narrower `grant.ctx`. */
  ctx: Context;
  run: Run;
  model: Model;
  limits: Limits;
  /** All it may look at. */
  tools: readonly Tool[];
  grant: Grant;
  /** Fires at the turn's deadline, or when nobody waits for it any more. */
  signal: AbortSignal;
  deadlineAt: number;
  /** Tool calls so far. */
  toolCalls: number;
}

/**
 * Asks the model and writes down what it cost; a model that cannot be reached is asked again within the deadline, unless
 * it had begun to speak.
 * @throws NoDraft with the reason when it does not answer.
 */
export async function askModel(turn: Turn, question: Question, onText?: (delta: string) => void): Promise<Answer> {
  const { retries, retryDelayMs } = turn.limits;
  let hasBegun = false;
  const told =
    onText &&
    ((delta: string) => {
      hasBegun = true;
      onText(delta);
    });
  for (let attempt = 0; ; attempt++) {
    try {
      return await askOnce(turn, question, told);
    } catch (error) {
      if (turn.signal.aborted) throw outOfTime(turn, error);
      if (!(error instanceof AppError)) throw error;
      const delayMs = error.retryAfterMs ?? retryDelayMs * 4 ** attempt * (0.5 + Math.random() / 2);
      const hopeless = !(error instanceof ProviderUnavailable) || attempt >= retries || hasBegun;
      if (hopeless || Date.now() + delayMs >= turn.deadlineAt) {
        throw new NoDraft("failed", error.message, { cause: error });
      }
      await wait(delayMs);
    }
  }
}

async function askOnce(turn: Turn, question: Question, onText?: (delta: string) => void): Promise<Answer> {
  const { ctx, run, model, signal } = turn;
  const request = { instructions: question.instructions, items: newest(question.items), tools: question.mayCallTools };
  const step = { runId: run.id, kind: "model", name: model.id, request } as const;
  const began = performance.now();
  const durationMs = () => Math.round(performance.now() - began);
  try {
    const answer = await model.respond(question, signal, onText);
    const { replay: _, usage, ...response } = answer;
    const costMicros = model.priceMicros(usage);
    await recordRunStep(ctx, { ...step, response, ...usage, costMicros, durationMs: durationMs(), error: null });
    return answer;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const nothing = { response: null, inputTokens: 0, outputTokens: 0, costMicros: 0 };
    await recordRunStep(ctx, { ...step, ...nothing, durationMs: durationMs(), error: error.message });
    throw error;
  }
}

/** What was not in the question before: the steps before this one hold the rest. */
function newest(items: readonly Item[]): Item[] {
  return items.slice(items.findLastIndex((item) => item.type === "answer" || item.type === "said") + 1);
}

/** Runs one tool for the model. A tool that does not exist is an answer too: the model may correct itself. */
export async function callTool(turn: Turn, call: ToolCall): Promise<Item> {
  const { ctx, run, grant, limits, tools } = turn;
  if (++turn.toolCalls > limits.toolCalls)
    throw new NoDraft("failed", "The AI kept looking things up and gave no answer");
  if (turn.signal.aborted) throw outOfTime(turn);
  const began = performance.now();
  const tool = tools.find((one) => one.name === call.name);
  const result = tool ? await tool.call(grant, call.arguments) : refused("There is no such tool");
  await recordRunStep(ctx, {
    runId: run.id,
    kind: "tool",
    name: call.name,
    request: call.arguments.slice(0, 4000),
    response: result.output,
    inputTokens: 0,
    outputTokens: 0,
    costMicros: 0,
    durationMs: Math.round(performance.now() - began),
    error: result.error,
  });
  return { type: "tool_result", callId: call.id, text: JSON.stringify(result.output) };
}

function outOfTime({ limits }: Turn, cause?: unknown): NoDraft {
  return new NoDraft("failed", `The AI had no answer within ${Math.round(limits.deadlineMs / 1000)} seconds`, {
    cause,
  });
}
