import { z } from "zod";
import { getCall, muteLeg as mute } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callId, callShape, showCall } from "./call-shape.ts";

export const muteLeg = endpoint({
  method: "put",
  path: "/v1/calls/:callId/legs/:legId/mute",
  scope: "conversations:write",
  summary: "Let nobody hear a leg of a call, or everybody again",
  description: "It is done a moment later. Safe to repeat.",
  tag: "Calls",
  input: z.object({ callId, legId: z.uuid(), muted: z.boolean() }),
  output: callShape,
  problems: [409],
  async run(ctx, input) {
    await mute(ctx, input);
    return showCall(await getCall(ctx, input.callId));
  },
});
