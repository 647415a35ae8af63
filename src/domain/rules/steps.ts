import { z } from "zod";
import { step } from "../steps/index.ts";

/** What only a rule does: there is nobody who could look first. */
const ownSteps = [
  z
    .strictObject({ type: z.literal("reply"), cannedReplyId: z.uuid() })
    .describe("Filled in for the conversation. Not sent where a value is missing, and never to a machine."),
  z.strictObject({ type: z.literal("stop") }).describe("Rules behind this one are not asked any more."),
] as const;

/** One thing that a rule does. */
export const ruleStep = z.discriminatedUnion("type", [...step.options, ...ownSteps]);
export type RuleStep = z.output<typeof ruleStep>;
