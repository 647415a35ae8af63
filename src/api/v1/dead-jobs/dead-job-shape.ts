import { z } from "zod";
import type { Job } from "../../../domain/jobs/index.ts";

export const deadJobShape = z
  .object({
    id: z.uuid(),
    queue: z.string(),
    name: z.string(),
    payload: z.record(z.string(), z.unknown()).describe("Ids only."),
    failures: z.number().int(),
    lastError: z.object({ code: z.string(), message: z.string(), at: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "DeadJob" });

export function showDeadJob(job: Job): z.input<typeof deadJobShape> {
  return { ...job, createdAt: job.createdAt.toISOString() };
}
