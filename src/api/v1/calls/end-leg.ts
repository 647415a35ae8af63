import { z } from "zod";
import { endLeg as end, getCall } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callId, callShape, showCall } from "./call-shape.ts";

export const endLeg = endpoint({
  method: "delete",
  path: "/v1/calls/:callId/legs/:legId",
  scope: "conversations:write",
  summary: "Let one leg of a call hang up",
  description: "The others go on; when nobody of the shop is left, the call ends.",
  tag: "Calls",
  input: z.object({ callId, legId: z.uuid() }),
  output: callShape,
  problems: [409],
  async run(ctx, input) {
    await end(ctx, input);
    return showCall(await getCall(ctx, input.callId));
  },
});
