import { type NewRunStep, type Run, recordRunStep } from "../domain/automation/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { Limits } from "./config.ts";
import type { Journal } from "./journal.ts";
import type { Model, Usage } from "./models/port.ts";
import { NoDraft } from "./no-draft.ts";
import type { Grant, Tool } from "./tools/tool.ts";

/** One turn under way. */
export interface Turn {
  /** Records what is done; tools get the narrower `grant.ctx`. */
  ctx: Context;
  run: Run;
  /** In the order they are asked: the next one when one before it cannot answer. */
  models: readonly Model[];
  limits: Limits;
  /** All it may look at. */
  tools: readonly Tool[];
  grant: Grant;
  /** Fires at the turn's deadline, or when nobody waits for it any more. */
  signal: AbortSignal;
  deadlineAt: number;
  /** Tool calls so far. */
  toolCalls: number;
  /** Those that gave an error. */
  toolErrors?: number;
  spent: Spent;
  /** What was asked and told before its worker died; empty for most. */
  journal: Journal;
  /** Where its steps are written down. Default: on its run. */
  record?(step: NewRunStep): Promise<unknown>;
  /** What was found a moment ago on whether a model may be asked: it is not looked again before the first question. */
  refusal?: NoDraft | null;
  /** What reads what strangers wrote, before a model with tools hears of it. Default: the models of the turn. */
  readers?: readonly Model[];
  /** What says of an answer what nothing supports. Default: nobody is asked. */
  judges?: readonly Model[];
  /** Questions without tools that were asked beside the turn, see apart/ask-apart.ts. */
  asides?: number;
  /** This is such a question itself. */
  aside?: { kind: Exclude<NewRunStep["kind"], "tool" | "model">; key: string };
  /** Hears what every question has cost, also of those that were broken off. */
  onSpent?(usage: Usage, costMicros: number): void;
}

/** By one turn, before a crash too. */
export interface Spent {
  tokens: number;
  costMicros: number;
}

export async function record(turn: Turn, step: NewRunStep): Promise<void> {
  await (turn.record ? turn.record(step) : recordRunStep(turn.ctx, step));
}

/** Its time is over, or nobody wants the answer any more: then that is the reason. */
export function outOfTime({ limits, signal }: Turn, cause?: unknown): NoDraft {
  if (signal.reason instanceof NoDraft) return signal.reason;
  return new NoDraft("failed", `The AI had no answer within ${Math.round(limits.deadlineMs / 1000)} seconds`, {
    cause,
  });
}
