import { z } from "zod";
import { requestKeyCheck } from "../../../domain/models/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const checkModelKey = endpoint({
  method: "post",
  path: "/v1/model-keys/:modelKeyId/check",
  scope: "settings:manage",
  summary: "Ask the provider now whether it takes a key, and what it offers",
  description: "What it said stands with the key a moment later; it is asked once a day anyway.",
  tag: "Models",
  input: z.object({ modelKeyId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => requestKeyCheck(ctx, input),
});
