import { z } from "zod";
import { listDeadJobs as list } from "../../../domain/jobs/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { deadJobShape, showDeadJob } from "./dead-job-shape.ts";

export const listDeadJobs = endpoint({
  method: "get",
  path: "/v1/dead-jobs",
  scope: "jobs:manage",
  summary: "List work that failed for good, oldest first",
  tag: "Operations",
  input: z.object({ ...pageInput }),
  output: listOf(deadJobShape),
  async run(ctx, { limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: null, position: z.int() });
    const after = page.after;
    const rows = await list(ctx, { limit: page.ask, ...(after !== undefined && { after }) });
    return page.of(rows, showDeadJob, (job) => job.position);
  },
});
