import { z } from "zod";
import { startTrial as start } from "../../../domain/trials/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showTrial, trialShape } from "./trial-shape.ts";

export const startTrial = endpoint({
  method: "post",
  path: "/v1/guidance/trials",
  scope: "settings:manage",
  summary: "Try guidance on past conversations",
  description:
    "On the newest ones that were answered, or on those in `conversationIds` (which needs `conversations:read` as " +
    "well): what the AI would have said in place of the last answer. Nothing is drafted, sent or changed; what it costs " +
    "counts against the budget. Orders and articles are as they are today. 404 for an unknown `number` or conversation; " +
    "409 with `details.reason` = `nothing_answered` when there is nothing to try it on.",
  tag: "AI",
  input: z.object({
    number: z
      .number()
      .int()
      .min(1)
      .max(2_147_483_647)
      .optional()
      .describe("A published version; absent: the working copy."),
    conversations: z.number().int().min(1).max(200).default(20),
    days: z.number().int().min(1).max(365).optional().describe("Of the last so many days alone."),
    conversationIds: z
      .array(z.uuid())
      .min(1)
      .max(100)
      .optional()
      .describe("These in place of the newest, answered or not; phone calls are left out."),
  }),
  output: trialShape,
  status: 202,
  problems: [409],
  run: async (ctx, input) => showTrial(await start(ctx, input)),
});
