import { z } from "zod";
import { longestClientId, planAction as plan } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { actionInput, actionShape, showAction } from "./action-shape.ts";

export const planAction = endpoint({
  method: "post",
  path: "/v1/actions",
  scope: "actions:request",
  summary: "Plan something to be done in a shop",
  description:
    "Nothing happens yet: the shop is asked what it would do, and the event `action.previewed` says when the `preview` is " +
    "there. Then request it, with the preview's fingerprint. With `request` it is requested as soon as it was previewed. " +
    "Orders and customers are named by their ids here, never by the shop's. 422 with `details.reason`: `other_customer`, " +
    "`other_shop`, `no_order`, `no_customer`, `unknown_in_shop`, `name_the_shop`.",
  tag: "Actions",
  input: z.object({
    action: actionInput,
    orderId: z.uuid().optional().describe("For what is about an order."),
    customerId: z.uuid().optional().describe("For what is about a customer and no order."),
    conversationId: z.uuid().optional().describe("Where it comes from: it may then be about that customer only."),
    connectionId: z.uuid().optional().describe("The shop, where several could be meant."),
    request: z.boolean().default(false).describe("Request it without looking at the preview first."),
    clientId: z
      .string()
      .min(1)
      .max(longestClientId)
      .optional()
      .describe("Your own key for it: sent twice with the same, it is planned once."),
  }),
  output: actionShape,
  status: 202,
  problems: [409],
  async run(ctx, { action, request, clientId = null, orderId, customerId, conversationId, connectionId }) {
    const row = await plan(ctx, {
      ...{ instruction: action, request, clientId },
      ...(orderId !== undefined && { orderId }),
      ...(customerId !== undefined && { customerId }),
      ...(conversationId !== undefined && { conversationId }),
      ...(connectionId !== undefined && { connectionId }),
    });
    return showAction(ctx, row);
  },
});
