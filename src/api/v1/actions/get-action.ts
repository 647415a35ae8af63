import { z } from "zod";
import { getAction as get } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { actionShape, showAction } from "./action-shape.ts";

export const getAction = endpoint({
  method: "get",
  path: "/v1/actions/:actionId",
  scope: "actions:read",
  summary: "Read what was asked of a shop, and what became of it",
  tag: "Actions",
  input: z.object({ actionId: z.uuid() }),
  output: actionShape,
  run: async (ctx, { actionId }) => showAction(ctx, await get(ctx, actionId)),
});
