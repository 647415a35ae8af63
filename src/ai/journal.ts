import { z } from "zod";
import { type Run, stepsOf } from "../domain/automation/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { Answer } from "./models/port.ts";

/** What a run asked and was told so far: one whose worker died goes on from there. */
export interface Journal {
  /** Of the models, in their order; used up as the turn goes over them again. */
  answers: Answer[];
  /** How many calls of tools are on record. */
  toolCalls: number;
  /** Answers to questions that were asked apart, by what was asked: they need not come in the same order again. */
  asides: Map<string, Answer>;
}

export const noJournal = (): Journal => ({ answers: [], toolCalls: 0, asides: new Map() });

const answerShape = z.object({
  end: z.enum(["complete", "refused", "cut", "filtered"]),
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
});
const replayShape = z.object({ by: z.string(), items: z.array(z.unknown()) }).nullable();

const asideShape = z.object({ key: z.string() });

export async function readJournal(ctx: Context, run: Run): Promise<Journal> {
  const steps = await stepsOf(ctx, run.id);
  const answered = steps.flatMap(({ kind, request, response, replay, inputTokens, outputTokens, costMicros }) => {
    const parsed = answerShape.safeParse(response);
    if (kind === "tool" || !parsed.success) return [];
    const usage = { inputTokens, cachedTokens: 0, outputTokens };
    const own = replayShape.safeParse(replay).data ?? null;
    const answer: Answer = { ...parsed.data, usage, costMicros, replay: own };
    return [{ isAside: kind !== "model", key: asideShape.safeParse(request).data?.key ?? "", answer }];
  });
  return {
    answers: answered.flatMap(({ isAside, answer }) => (isAside ? [] : [answer])),
    toolCalls: steps.filter(({ kind }) => kind === "tool").length,
    asides: new Map(answered.flatMap(({ isAside, key, answer }) => (isAside ? [[key, answer]] : []))),
  };
}
