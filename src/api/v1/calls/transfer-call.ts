import { z } from "zod";
import { getCall, transferCall as transfer } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callId, callShape, memberOrNumber, showCall } from "./call-shape.ts";

export const transferCall = endpoint({
  method: "post",
  path: "/v1/calls/:callId/transfer",
  scope: "conversations:write",
  summary: "Give a customer on the phone to a team, a colleague or an outside number",
  description:
    "Without asking first: whoever talked with her is out, and she waits. In the queue of a team she has the place of when she called.",
  tag: "Calls",
  input: z.object({ callId, to: z.union([...memberOrNumber, z.strictObject({ teamId: z.uuid() })]) }),
  output: callShape,
  problems: [409],
  async run(ctx, input) {
    await transfer(ctx, input);
    return showCall(await getCall(ctx, input.callId));
  },
});
