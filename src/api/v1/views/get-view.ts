import { z } from "zod";
import { getView as get } from "../../../domain/views/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showView, viewShape } from "./view-shape.ts";

export const getView = endpoint({
  method: "get",
  path: "/v1/views/:viewId",
  scope: "views:read",
  summary: "Get a view",
  tag: "Views",
  input: z.object({ viewId: z.uuid() }),
  output: viewShape,
  run: async (ctx, { viewId }) => showView(ctx, await get(ctx, viewId)),
});
