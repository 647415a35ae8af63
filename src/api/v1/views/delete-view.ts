import { z } from "zod";
import { deleteView as remove } from "../../../domain/views/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const deleteView = endpoint({
  method: "delete",
  path: "/v1/views/:viewId",
  scope: "views:write",
  summary: "Delete a view",
  description: "Its conversations stay as they are.",
  tag: "Views",
  input: z.object({ viewId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => remove(ctx, input),
});
