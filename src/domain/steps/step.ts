import { z } from "zod";
import { ownerAfter, plainChanges } from "./change.ts";
import { shopTemplate } from "./shop-template.ts";

export const mostSteps = 20;
const longestNote = 10_000;
const longestHours = 366 * 24;

/** What is done to the conversation itself. */
export const conversationStep = z.discriminatedUnion("type", [
  ...plainChanges,
  z.strictObject({
    type: z.literal("snooze"),
    forHours: z.int().min(1).max(longestHours).nullable().describe("Null: until the customer writes."),
  }),
  z.strictObject({
    type: z.literal("assign"),
    memberId: z
      .union([z.uuid(), z.literal("me")])
      .nullable()
      .optional()
      .describe("`me`: who applies it. Null: nobody. Absent: whoever has it keeps it."),
    teamId: ownerAfter.teamId,
  }),
  z.strictObject({
    type: z.literal("add_note"),
    body: z.string().trim().min(1).max(longestNote).describe("For colleagues only. May hold variables."),
  }),
]);
export type ConversationStep = z.output<typeof conversationStep>;

const shopStep = z.strictObject({
  type: z.literal("shop_action"),
  action: shopTemplate.describe("Goes the way of every action: preview, policy, approval, done once."),
});

/** One thing that a canned reply or a rule does to one conversation. */
export const step = z.discriminatedUnion("type", [...conversationStep.options, shopStep]);
export type Step = z.output<typeof step>;

/** What came of one. unchanged: it was so already. planned: the ledger goes on with it. refused: nothing was done. */
export type StepOutcome =
  | { outcome: "done" | "unchanged" }
  | { outcome: "planned"; actionId: string }
  | { outcome: "refused"; reason: string; message: string };
