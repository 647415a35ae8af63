import { finishRun, recordRunStep, scheduleRun, startRun } from "../../../src/domain/automation/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";

/** A run of the AI on a conversation that was told `words`. */
export async function recordStep(ctx: Context, conversationId: string, words: string): Promise<void> {
  const run = await scheduleRun(ctx, { conversationId, delayMs: 0, again: true });
  await startRun(ctx, { runId: run!.id, model: "test" });
  await recordRunStep(ctx, {
    ...{ runId: run!.id, kind: "model", name: "test", request: [words], response: words, error: null },
    ...{ inputTokens: 1, outputTokens: 1, costMicros: 1, durationMs: 1 },
  });
  await finishRun(ctx, { runId: run!.id, status: "failed", reason: words });
}
