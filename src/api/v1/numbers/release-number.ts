import { z } from "zod";
import { releaseNumber as release } from "../../../domain/numbers/index.ts";
import { endpoint } from "../../endpoint.ts";
import { numberShape, showNumber } from "./number-shape.ts";

export const releaseNumber = endpoint({
  method: "delete",
  path: "/v1/numbers/:numberId",
  scope: "connections:manage",
  summary: "Give a number back",
  description: "It costs nothing any more, and somebody else may get it. Returns at once; a job tells the provider.",
  tag: "Numbers",
  input: z.object({ numberId: z.uuid() }),
  output: numberShape,
  status: 202,
  problems: [409],
  run: async (ctx, input) => showNumber(ctx, await release(ctx, input)),
});
