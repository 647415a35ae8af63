import { z } from "zod";
import { fillInCannedReply as fillIn } from "../../../domain/canned/index.ts";
import { variables } from "../../../domain/templates/index.ts";
import { endpoint } from "../../endpoint.ts";

export const fillInCannedReply = endpoint({
  method: "post",
  path: "/v1/canned-replies/:cannedReplyId/rendering",
  scope: "conversations:write",
  summary: "Fill a canned reply in for a conversation",
  description:
    "Counts as a use of it. Also needs `canned_replies:read`, and to see what its variables tell: `customers:read`, " +
    "`orders:read`. The order is the customer's newest. 409 with `details.reason` = `archived` for one out of use.",
  tag: "Canned replies",
  input: z.object({ cannedReplyId: z.uuid(), conversationId: z.uuid() }),
  output: z
    .object({
      text: z.string(),
      missing: z
        .array(z.enum(variables))
        .describe("Variables without value and fallback; the text shows them as `[customer first name]`."),
    })
    .meta({ id: "FilledInReply" }),
  problems: [409],
  run: (ctx, input) => fillIn(ctx, input),
});
