import { z } from "zod";
import { getCall, requestCall as request } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callShape, showCall } from "./call-shape.ts";

export const requestCall = endpoint({
  method: "post",
  path: "/v1/calls",
  scope: "conversations:write",
  summary: "Ask for a call that your phone then makes",
  description:
    "Whom to call and under which number is decided here, and the answer is good for one call within a minute: your " +
    "softphone (`POST /v1/voice-token`) then connects with the parameter `call`, the id of this call. Nothing else that " +
    "it sends along counts. 409 `consent_withdrawn` when she wants no calls, `busy` when you are on one. For a person " +
    "who is logged in.",
  tag: "Calls",
  input: z.object({
    customerId: z.uuid().optional(),
    conversationId: z.uuid().optional().describe("Whoever it is with is called."),
    number: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, "E.164: +12025550142")
      .optional()
      .describe("With a customer: which of her numbers; the first one unless it is said. Alone: anybody."),
    phoneLineId: z.uuid().describe("The number of the shop that she sees, of `GET /v1/phone-lines`."),
  }),
  output: callShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showCall(await getCall(ctx, (await request(ctx, input)).id)),
});
