import { z } from "zod";
import { fillInCannedReply as fillIn } from "../../../domain/canned/index.ts";
import type { ShopPlan } from "../../../domain/steps/index.ts";
import { variables } from "../../../domain/templates/index.ts";
import { endpoint } from "../../endpoint.ts";
import { actionInput } from "../actions/action-shape.ts";
import { stepShape } from "../steps/step-shape.ts";

export const fillInCannedReply = endpoint({
  method: "post",
  path: "/v1/canned-replies/:cannedReplyId/rendering",
  scope: "conversations:write",
  summary: "Fill a canned reply in for a conversation",
  description:
    "Counts as a use of it. Also needs `canned_replies:read`, and to see what its variables tell: `customers:read`, " +
    "`orders:read`. The order is the customer's newest. Nothing of the steps is done: those of the conversation go with " +
    "the reply or by themselves, shop actions are planned (`POST /v1/actions` with `plan`), looked at and confirmed. 409 with `details.reason` = `archived` for one out of use.",
  tag: "Canned replies",
  input: z.object({ cannedReplyId: z.uuid(), conversationId: z.uuid() }),
  output: z
    .object({
      text: z.string(),
      missing: z
        .array(z.enum(variables))
        .describe("Variables without value and fallback; the text shows them as `[customer first name]`."),
      steps: z
        .array(
          z.object({
            step: stepShape,
            plan: z
              .object({
                action: actionInput,
                orderId: z.uuid().optional(),
                customerId: z.uuid().optional(),
                connectionId: z.uuid().optional(),
                conversationId: z.uuid(),
              })
              .nullable()
              .describe("Of a shop action: what to plan for this conversation."),
            problem: z
              .object({ reason: z.string(), message: z.string() })
              .nullable()
              .describe("Why it cannot be done here: `archived`, `no_order`, `several_orders`, `forbidden` …"),
          }),
        )
        .describe("What it does, as it would be here."),
    })
    .meta({ id: "FilledInReply" }),
  problems: [409],
  async run(ctx, input) {
    const { text, missing, steps } = await fillIn(ctx, input);
    return { text, missing, steps: steps.map((one) => ({ ...one, plan: one.plan && showPlan(one.plan) })) };
  },
});

/** As `POST /v1/actions` takes it. */
function showPlan({ instruction, ...about }: ShopPlan) {
  return { action: instruction, ...about };
}
