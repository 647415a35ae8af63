import { z } from "zod";
import { removeToolSource as remove } from "../../../domain/tool-sources/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const removeToolSource = endpoint({
  method: "delete",
  path: "/v1/tool-sources/:toolSourceId",
  scope: "settings:manage",
  summary: "Remove a server of tools, with its secret",
  description: "A call under way is let finish.",
  tag: "Tools",
  input: z.object({ toolSourceId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => remove(ctx, input),
});
