import { z } from "zod";
import { notifyConnection } from "../../../domain/connections/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const syncConnection = endpoint({
  method: "post",
  path: "/v1/connections/:connectionId/sync",
  scope: "connections:manage",
  summary: "Fetch what is new now",
  description: "Returns at once; what is found appears as events.",
  tag: "Connections",
  input: z.object({ connectionId: z.uuid() }),
  output: nothing,
  status: 202,
  run: (ctx, input) => notifyConnection(ctx, input),
});
