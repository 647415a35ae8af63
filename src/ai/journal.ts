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
}

export const noJournal = (): Journal => ({ answers: [], toolCalls: 0 });

const answerShape = z.object({
  end: z.enum(["complete", "refused", "cut", "filtered"]),
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
});
const replayShape = z.object({ by: z.string(), items: z.array(z.unknown()) }).nullable();

export async function readJournal(ctx: Context, run: Run): Promise<Journal> {
  const steps = await stepsOf(ctx, run.id);
  const answers = steps.flatMap(({ kind, response, replay, inputTokens, outputTokens, costMicros }): Answer[] => {
    const parsed = answerShape.safeParse(response);
    if (kind !== "model" || !parsed.success) return [];
    const usage = { inputTokens, cachedTokens: 0, outputTokens };
    return [{ ...parsed.data, usage, costMicros, replay: replayShape.safeParse(replay).data ?? null }];
  });
  return { answers, toolCalls: steps.filter(({ kind }) => kind === "tool").length };
}
