import { z } from "zod";
import { addModelKey as add } from "../../../domain/models/index.ts";
import { endpoint } from "../../endpoint.ts";
import { keyInput, modelKeyShape, nameInput, providerShape, showModelKey } from "./model-key-shape.ts";

export const addModelKey = endpoint({
  method: "post",
  path: "/v1/model-keys",
  scope: "settings:manage",
  summary: "Add your own key of a provider of language models",
  description:
    "The provider is asked in a moment whether it takes it (`model_key.checked`). 409 when there are twenty already.",
  tag: "Models",
  input: z.object({
    provider: providerShape,
    name: nameInput,
    key: keyInput,
    baseUrl: z
      .url()
      .max(500)
      .nullable()
      .default(null)
      .describe("Only for a server other than the provider's own: a public https address."),
  }),
  output: modelKeyShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showModelKey(await add(ctx, input)),
});
