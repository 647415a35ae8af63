import { z } from "zod";
import { scheduleRun } from "../../../domain/automation/index.ts";
import { AppError } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { runShape, showRun } from "./run-shape.ts";

export const createRun = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/runs",
  scope: "conversations:write",
  summary: "Ask the AI for a new draft",
  description: "409 with `details.reason` = `nothing_to_answer` when the last word is not the customer's.",
  tag: "AI",
  input: z.object({ conversationId: z.uuid() }),
  output: runShape,
  status: 202,
  problems: [409],
  async run(ctx, { conversationId }) {
    const run = await scheduleRun(ctx, { conversationId, delayMs: 0, again: true });
    if (run) return showRun(run);
    throw new AppError("conflict", "There is nothing to answer: the last word is not the customer's", {
      details: { reason: "nothing_to_answer" },
    });
  },
});
