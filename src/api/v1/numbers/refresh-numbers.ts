import { z } from "zod";
import { requestNumbers } from "../../../domain/numbers/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const refreshNumbers = endpoint({
  method: "post",
  path: "/v1/connections/:connectionId/numbers-refresh",
  scope: "connections:manage",
  summary: "Read the numbers of a connection again",
  description: "Returns at once; what is different appears as events.",
  tag: "Numbers",
  input: z.object({ connectionId: z.uuid() }),
  output: nothing,
  status: 202,
  run: (ctx, input) => requestNumbers(ctx, input),
});
