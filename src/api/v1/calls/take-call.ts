import { z } from "zod";
import { getCall, takeCall as take } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callId, callShape, showCall } from "./call-shape.ts";

export const takeCall = endpoint({
  method: "post",
  path: "/v1/calls/:callId/take",
  scope: "conversations:write",
  summary: "Be rung with a call that waits",
  description: "Whatever its place in the queue. 409 with details.reason taken, busy (one is on a call) or ended.",
  tag: "Calls",
  input: z.object({ callId }),
  output: callShape,
  problems: [409],
  async run(ctx, input) {
    await take(ctx, input);
    return showCall(await getCall(ctx, input.callId));
  },
});
