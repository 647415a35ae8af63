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
    "On the newest ones that were answered: what the AI would have said in place of the last answer. Nothing is " +
    "drafted, sent or changed; what it costs counts against the budget. Orders and articles are as they are today. 404 " +
    "for an unknown `number`; 409 with `details.reason` = `nothing_answered` when there is nothing to try it on.",
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
  }),
  output: trialShape,
  status: 202,
  problems: [409],
  async run(ctx, { number, conversations }) {
    return showTrial(await start(ctx, { conversations, ...(number !== undefined && { number }) }));
  },
});
