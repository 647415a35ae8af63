import { z } from "zod";
import { removeModelKey as remove } from "../../../domain/models/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const removeModelKey = endpoint({
  method: "delete",
  path: "/v1/model-keys/:modelKeyId",
  scope: "settings:manage",
  summary: "Remove a key",
  description: "409 while a model is asked with it.",
  tag: "Models",
  input: z.object({ modelKeyId: z.uuid() }),
  output: nothing,
  problems: [409],
  run: (ctx, input) => remove(ctx, input),
});
