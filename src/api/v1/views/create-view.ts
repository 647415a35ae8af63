import { z } from "zod";
import { createView as create } from "../../../domain/views/index.ts";
import { endpoint } from "../../endpoint.ts";
import { filterProblems } from "../filters/filter-shape.ts";
import { showView, viewInput, viewShape } from "./view-shape.ts";

export const createView = endpoint({
  method: "post",
  path: "/v1/views",
  scope: "views:write",
  summary: "Keep a filter as a view",
  description: `${filterProblems} 409 with \`too_many_views\` when there are too many. An API key makes shared views only.`,
  tag: "Views",
  input: z.object({
    ...viewInput,
    visibility: viewInput.visibility.default("private"),
    teamId: viewInput.teamId.default(null),
    sort: viewInput.sort.default("last_activity"),
  }),
  output: viewShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showView(ctx, await create(ctx, input)),
});
