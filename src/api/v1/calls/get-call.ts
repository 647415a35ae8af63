import { z } from "zod";
import { getCall as get } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callId, callShape, showCall } from "./call-shape.ts";

export const getCall = endpoint({
  method: "get",
  path: "/v1/calls/:callId",
  scope: "conversations:read",
  summary: "Show a call",
  tag: "Calls",
  input: z.object({ callId }),
  output: callShape,
  run: async (ctx, input) => showCall(await get(ctx, input.callId)),
});
