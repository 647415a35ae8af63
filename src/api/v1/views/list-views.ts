import { z } from "zod";
import { listViews as list } from "../../../domain/views/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf } from "../../pages.ts";
import { showViews, viewShape } from "./view-shape.ts";

export const listViews = endpoint({
  method: "get",
  path: "/v1/views",
  scope: "views:read",
  summary: "List the views you see, with their counts",
  description:
    "Your own private ones, and those that are shared. The event `view.counted` carries the counts that change.",
  tag: "Views",
  input: z.object({}),
  output: listOf(viewShape),
  run: async (ctx) => ({ data: await showViews(ctx, await list(ctx)), nextCursor: null }),
});
