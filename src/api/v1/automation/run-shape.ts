import { z } from "zod";
import type { Run } from "../../../domain/automation/index.ts";

export const runShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    status: z.enum(["waiting", "running", "drafted", "spoken", "superseded", "skipped", "failed"]),
    reason: z.string().nullable().describe("Why there is no draft."),
    model: z.string().nullable(),
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
    costMicros: z.number().int().describe("Millionths of a US dollar."),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Run" });

export function showRun(run: Run): z.input<typeof runShape> {
  return {
    ...run,
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    createdAt: run.createdAt.toISOString(),
  };
}
