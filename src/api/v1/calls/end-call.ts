import { z } from "zod";
import { getCall, hangUpCall } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callId, callShape, showCall } from "./call-shape.ts";

export const endCall = endpoint({
  method: "post",
  path: "/v1/calls/:callId/end",
  scope: "conversations:write",
  summary: "Hang up for everybody",
  description: "It is done a moment later. 409 with details.reason ended when it is over.",
  tag: "Calls",
  input: z.object({ callId }),
  output: callShape,
  problems: [409],
  async run(ctx, input) {
    await hangUpCall(ctx, input);
    return showCall(await getCall(ctx, input.callId));
  },
});
