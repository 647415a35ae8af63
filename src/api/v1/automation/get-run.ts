import { z } from "zod";
import { getRun as get, listRunSteps } from "../../../domain/automation/index.ts";
import { endpoint } from "../../endpoint.ts";
import { grantOf, grantShape } from "./grant-shape.ts";
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
  output: runShape
    .extend({
      grant: grantShape
        .nullable()
        .describe("What the server allowed it. Null: it asked no model, or you may not read customers."),
      steps: z.array(runStepShape),
    })
    .meta({ id: "RunTrace" }),
  async run(ctx, { runId }) {
    const { permissions } = ctx;
    const seesOrders = permissions === "all" || permissions.has("orders:read");
    const seesCustomers = permissions === "all" || permissions.has("customers:read");
    const [run, steps] = await Promise.all([get(ctx, runId), listRunSteps(ctx, runId)]);
    const grant = seesCustomers ? grantOf(steps) : null;
    return { ...showRun(run), grant, steps: steps.map((step) => showRunStep(step, { seesOrders })) };
  },
});
