import { z } from "zod";
import { listModelKeys as list } from "../../../domain/models/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { modelKeyShape, showModelKey } from "./model-key-shape.ts";

export const listModelKeys = endpoint({
  method: "get",
  path: "/v1/model-keys",
  scope: "settings:manage",
  summary: "List your keys of providers of language models",
  tag: "Models",
  input: z.object({}),
  output: listOf(modelKeyShape),
  run: async (ctx) => wholeList(await list(ctx), showModelKey),
});
