import { z } from "zod";
import { undoAction as undo } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { actionShape, showAction } from "./action-shape.ts";

export const undoAction = endpoint({
  method: "post",
  path: "/v1/actions/:actionId/undo",
  scope: "actions:request",
  summary: "Plan what takes an action back",
  description:
    "Where its shop has a way (`undoable`). It is an action of its own: look at its preview and request it. 409 with " +
    "`details.reason`: `not_done`, `no_way_back`, `undone`.",
  tag: "Actions",
  input: z.object({ actionId: z.uuid() }),
  output: actionShape,
  status: 202,
  problems: [409],
  run: async (ctx, input) => showAction(ctx, await undo(ctx, input)),
});
