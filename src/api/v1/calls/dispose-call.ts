import { z } from "zod";
import { disposeCall as dispose, getCall, longestDisposition } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { callShape, showCall } from "./call-shape.ts";

export const disposeCall = endpoint({
  method: "put",
  path: "/v1/calls/:callId/disposition",
  scope: "conversations:write",
  summary: "Say what a call came to",
  description:
    "When it is over (409 `not_ended` before). If you had part in it, your time to wrap up ends and you are offered " +
    "calls again. Can be corrected later.",
  tag: "Calls",
  input: z.object({
    callId: z.uuid(),
    disposition: z.string().max(longestDisposition).describe("One of `GET /v1/settings/call-dispositions`."),
    note: z.string().max(2000).nullable().default(null),
  }),
  output: callShape,
  problems: [409],
  async run(ctx, input) {
    await dispose(ctx, input);
    return showCall(await getCall(ctx, input.callId));
  },
});
