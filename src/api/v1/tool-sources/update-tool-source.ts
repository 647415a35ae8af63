import { z } from "zod";
import { updateToolSource as update } from "../../../domain/tool-sources/index.ts";
import { endpoint } from "../../endpoint.ts";
import { credentialsInput, showSource, sourceName, toolSourceShape } from "./tool-source-shape.ts";

export const updateToolSource = endpoint({
  method: "patch",
  path: "/v1/tool-sources/:toolSourceId",
  scope: "settings:manage",
  summary: "Rename a server of tools, or put another secret in place",
  description: "Its tools keep their names. Calls from now on are made with the new secret.",
  tag: "Tools",
  input: z.object({
    toolSourceId: z.uuid(),
    name: sourceName.optional(),
    credentials: credentialsInput.optional(),
  }),
  output: toolSourceShape,
  run: async (ctx, input) => showSource(await update(ctx, input)),
});
