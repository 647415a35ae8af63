import { z } from "zod";
import { checkAction as check } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { actionShape, showAction } from "./action-shape.ts";

export const checkAction = endpoint({
  method: "post",
  path: "/v1/actions/:actionId/check",
  scope: "actions:request",
  summary: "Ask the shop again what became of an action",
  description: "For one whose state is `unknown`. Any other is left as it is.",
  tag: "Actions",
  input: z.object({ actionId: z.uuid() }),
  output: actionShape,
  status: 202,
  run: async (ctx, input) => showAction(ctx, await check(ctx, input)),
});
