import { z } from "zod";
import { getDispositions } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { dispositionsShape } from "./dispositions-shape.ts";

export const getCallDispositions = endpoint({
  method: "get",
  path: "/v1/settings/call-dispositions",
  scope: "conversations:read",
  summary: "Read what a call can come to",
  description: "The closed list that people choose from when a call is over, in its order.",
  tag: "Calls",
  input: z.object({}),
  output: dispositionsShape,
  run: async (ctx) => ({ names: [...(await getDispositions(ctx))] }),
});
