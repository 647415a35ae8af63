import { z } from "zod";
import { conversationStep, mostSteps, step } from "../../../domain/steps/index.ts";

export const stepShape = step.meta({ id: "Step" });
export const conversationStepShape = conversationStep.meta({ id: "ConversationStep" });

export const stepProblem = z.object({
  path: z.string().describe("Where: `steps.2.tagId`."),
  reason: z.string().describe("`archived`, `not_found`, `template`, `invalid_input`."),
  message: z.string(),
});

/** What somebody has looked at and confirmed. */
export const confirmedInput = {
  steps: z
    .array(conversationStepShape)
    .max(mostSteps)
    .optional()
    .describe("Done with the conversation, in this order: all of them or nothing."),
  actions: z
    .array(
      z.object({
        actionId: z.uuid().describe("Planned before, in this conversation (`POST /v1/actions`)."),
        fingerprint: z.string().min(1).max(500).describe("Of the preview that was looked at."),
        again: z.boolean().optional().describe("The very same was done before, and is meant once more."),
      }),
    )
    .max(mostSteps)
    .optional()
    .describe("Requested in the ledger with it, as `POST /v1/actions/{actionId}/request` does."),
};
