import { z } from "zod";
import { stopRun as stop } from "../../../domain/automation/index.ts";
import { endpoint } from "../../endpoint.ts";
import { runShape, showRun } from "./run-shape.ts";

export const stopRun = endpoint({
  method: "post",
  path: "/v1/runs/:runId/cancellation",
  scope: "conversations:write",
  summary: "Stop a turn of the AI",
  description:
    "Nothing comes of it; what it asked for in the shop before stays asked for. One that has ended stays as it is.",
  tag: "AI",
  input: z.object({ runId: z.uuid() }),
  output: runShape,
  run: async (ctx, { runId }) => showRun(await stop(ctx, { runId })),
});
