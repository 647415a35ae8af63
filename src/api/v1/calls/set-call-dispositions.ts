import { z } from "zod";
import { setDispositions } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { dispositionNames, dispositionsShape } from "./dispositions-shape.ts";

export const setCallDispositions = endpoint({
  method: "put",
  path: "/v1/settings/call-dispositions",
  scope: "settings:manage",
  summary: "Set what a call can come to",
  description: "For calls that are wrapped up from now on.",
  tag: "Calls",
  input: z.object({ names: dispositionNames }),
  output: dispositionsShape,
  run: async (ctx, { names }) => ({ names: [...(await setDispositions(ctx, names))] }),
});
