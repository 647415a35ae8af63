import { z } from "zod";
import { getToolSource as get } from "../../../domain/tool-sources/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showSource, showTool, toolSourceWithTools } from "./tool-source-shape.ts";

export const getToolSource = endpoint({
  method: "get",
  path: "/v1/tool-sources/:toolSourceId",
  scope: "settings:manage",
  summary: "Read a server of tools with all that it offers",
  tag: "Tools",
  input: z.object({ toolSourceId: z.uuid() }),
  output: toolSourceWithTools,
  async run(ctx, input) {
    const { tools, ...source } = await get(ctx, input);
    return { ...showSource(source), tools: tools.map(showTool) };
  },
});
