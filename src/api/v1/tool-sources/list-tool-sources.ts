import { z } from "zod";
import { listToolSources as list } from "../../../domain/tool-sources/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { countedSourceShape, showCounted } from "./tool-source-shape.ts";

export const listToolSources = endpoint({
  method: "get",
  path: "/v1/tool-sources",
  scope: "settings:manage",
  summary: "List the servers whose operations the AI may be given as tools",
  tag: "Tools",
  input: z.object({}),
  output: listOf(countedSourceShape),
  run: async (ctx) => wholeList(await list(ctx), showCounted),
});
