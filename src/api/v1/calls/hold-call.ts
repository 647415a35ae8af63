import { z } from "zod";
import { getCall, holdCall as hold } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callId, callShape, showCall } from "./call-shape.ts";

export const holdCall = endpoint({
  method: "put",
  path: "/v1/calls/:callId/hold",
  scope: "conversations:write",
  summary: "Put the customer on hold, or take her back",
  description: "It is done a moment later: the legs say so, and the live feed. Safe to repeat.",
  tag: "Calls",
  input: z.object({ callId, onHold: z.boolean() }),
  output: callShape,
  problems: [409],
  async run(ctx, input) {
    await hold(ctx, input);
    return showCall(await getCall(ctx, input.callId));
  },
});
