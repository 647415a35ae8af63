import { z } from "zod";
import { listModels as list } from "../../../domain/models/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { modelShape, showModel } from "./model-shape.ts";

export const listModels = endpoint({
  method: "get",
  path: "/v1/models",
  scope: "settings:manage",
  summary: "List the models that are asked, by purpose and in their order",
  description:
    "A purpose that is not here is served by the models of the installation; `read` by " +
    "those that write, `judge` by none.",
  tag: "Models",
  input: z.object({}),
  output: listOf(modelShape),
  run: async (ctx) => wholeList(await list(ctx), showModel),
});
