import { z } from "zod";
import { getHoldOut as get } from "../../../domain/hold-outs/index.ts";
import { endpoint } from "../../endpoint.ts";
import { holdOutShape, showHoldOut } from "./hold-out-shape.ts";

export const getHoldOut = endpoint({
  method: "get",
  path: "/v1/settings/hold-out",
  scope: "settings:manage",
  summary: "Read of how many conversations the AI keeps out",
  tag: "Settings",
  input: z.object({}),
  output: holdOutShape,
  run: async (ctx) => showHoldOut(await get(ctx)),
});
