import { z } from "zod";
import { requestSetup } from "../../../domain/numbers/index.ts";
import { endpoint } from "../../endpoint.ts";
import { numberShape, showNumber } from "./number-shape.ts";

export const setUpNumber = endpoint({
  method: "post",
  path: "/v1/numbers/:numberId/setup",
  scope: "connections:manage",
  summary: "Set a number up",
  description: "What it receives is told here from then on, and texts may leave from it. Returns at once.",
  tag: "Numbers",
  input: z.object({ numberId: z.uuid() }),
  output: numberShape,
  status: 202,
  problems: [409],
  run: async (ctx, input) => showNumber(ctx, await requestSetup(ctx, input)),
});
