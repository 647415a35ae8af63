import { z } from "zod";
import { addToCall, getCall } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callId, callShape, memberOrNumber, showCall } from "./call-shape.ts";

export const addLeg = endpoint({
  method: "post",
  path: "/v1/calls/:callId/legs",
  scope: "conversations:write",
  summary: "Ring a colleague or an outside number to join a call",
  description:
    "A warm transfer: put the customer on hold, add, talk, take her back, and leave. 409 with details.reason busy, not_connected or ended.",
  tag: "Calls",
  input: z.object({ callId, to: z.union(memberOrNumber) }),
  output: callShape,
  status: 201,
  problems: [409],
  async run(ctx, input) {
    await addToCall(ctx, input);
    return showCall(await getCall(ctx, input.callId));
  },
});
