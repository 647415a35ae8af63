import { z } from "zod";
import { updateModelKey as update } from "../../../domain/models/index.ts";
import { endpoint } from "../../endpoint.ts";
import { keyInput, modelKeyShape, nameInput, showModelKey } from "./model-key-shape.ts";

export const updateModelKey = endpoint({
  method: "patch",
  path: "/v1/model-keys/:modelKeyId",
  scope: "settings:manage",
  summary: "Rename a key, or put another in its place",
  description: "Models that are asked with it are asked with the new one from the next question on.",
  tag: "Models",
  input: z.object({ modelKeyId: z.uuid(), name: nameInput.optional(), key: keyInput.optional() }),
  output: modelKeyShape,
  run: async (ctx, input) => showModelKey(await update(ctx, input)),
});
