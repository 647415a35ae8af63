import { z } from "zod";
import { getRun as get, listRunSteps } from "../../../domain/automation/index.ts";
import { endpoint } from "../../endpoint.ts";
import { runShape, showRun } from "./run-shape.ts";
import { runStepShape, showRunStep } from "./run-step-shape.ts";

export const getRun = endpoint({
  method: "get",
  path: "/v1/runs/:runId",
  scope: "conversations:read",
  summary: "Read a turn of the AI with all it asked and was told",
  description:
    "The steps in their order. What tools told is null for who may not read orders. Gone with what an erased customer left.",
  tag: "AI",
  input: z.object({ runId: z.uuid() }),
  output: runShape.extend({ steps: z.array(runStepShape) }).meta({ id: "RunTrace" }),
  async run(ctx, { runId }) {
    const seesOrders = ctx.permissions === "all" || ctx.permissions.has("orders:read");
    const [run, steps] = await Promise.all([get(ctx, runId), listRunSteps(ctx, runId)]);
    return { ...showRun(run), steps: steps.map((step) => showRunStep(step, { seesOrders })) };
  },
});
