import { z } from "zod";
import { discardDeadJob as discard } from "../../../domain/jobs/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const discardDeadJob = endpoint({
  method: "delete",
  path: "/v1/dead-jobs/:jobId",
  scope: "jobs:manage",
  summary: "Give failed work up",
  tag: "Operations",
  input: z.object({ jobId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => discard(ctx, input),
});
