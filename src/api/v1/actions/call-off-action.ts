import { z } from "zod";
import { callOffAction as callOff } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { actionShape, showAction } from "./action-shape.ts";

export const callOffAction = endpoint({
  method: "post",
  path: "/v1/actions/:actionId/call-off",
  scope: "actions:request",
  summary: "Call off an action that was approved and is not begun",
  description:
    "Nothing is done, and what it would have cost counts no more. For whoever may approve, and who approved this one; " +
    "where the policy asked nobody, for who asked for it. 403 with `details.reason` `not_yours`. 409: `under_way` as soon " +
    "as the shop may have done it (undo it then), `not_open` in any other state.",
  tag: "Actions",
  input: z.object({ actionId: z.uuid() }),
  output: actionShape,
  problems: [409],
  run: async (ctx, input) => showAction(ctx, await callOff(ctx, input)),
});
