import { z } from "zod";
import { updateExternalTool as update } from "../../../domain/tool-sources/index.ts";
import { endpoint } from "../../endpoint.ts";
import { assuranceInput, boundInput, externalToolShape, showTool } from "./tool-source-shape.ts";

export const updateExternalTool = endpoint({
  method: "patch",
  path: "/v1/external-tools/:externalToolId",
  scope: "settings:manage",
  summary: "Switch an external tool on or off, and say who it is for",
  description:
    "Counts for answers begun from now on. Switching on takes the `hash` of what you have seen; 409 when it is " +
    "another now, when the server has it no more, or when forty tools are on. 422 for an argument it does not have, " +
    "and for less than `verified` for a tool that changes something.",
  tag: "Tools",
  input: z.object({
    externalToolId: z.uuid(),
    isOn: z.boolean().optional(),
    hash: z.string().max(100).optional(),
    needsPerson: z.boolean().optional(),
    assurance: assuranceInput.optional(),
    bound: boundInput.optional(),
  }),
  output: externalToolShape,
  problems: [409],
  run: async (ctx, input) => showTool(await update(ctx, input)),
});
