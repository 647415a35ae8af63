import { z } from "zod";
import { replayDeadJobs as replay } from "../../../domain/jobs/index.ts";
import { endpoint } from "../../endpoint.ts";
import { deadJobShape, showDeadJob } from "./dead-job-shape.ts";

export const replayDeadJobs = endpoint({
  method: "post",
  path: "/v1/dead-jobs/replay",
  scope: "jobs:manage",
  summary: "Run failed work again",
  description: "At most 1,000 jobs a call. With `dryRun` it only says which jobs would run: do that first.",
  tag: "Operations",
  input: z.object({
    ids: z.array(z.uuid()).min(1).max(1000).optional(),
    queue: z.string().min(1).max(100).optional(),
    dryRun: z.boolean(),
  }),
  output: z.object({ count: z.number().int(), jobs: z.array(deadJobShape) }),
  async run(ctx, { ids, queue, dryRun }) {
    const jobs = await replay(ctx, { dryRun, ...(ids && { ids }), ...(queue !== undefined && { queue }) });
    return { count: jobs.length, jobs: jobs.map(showDeadJob) };
  },
});
