import { z } from "zod";
import { updateView as update } from "../../../domain/views/index.ts";
import { endpoint } from "../../endpoint.ts";
import { filterProblems } from "../filters/filter-shape.ts";
import { showView, viewInput, viewShape } from "./view-shape.ts";

export const updateView = endpoint({
  method: "patch",
  path: "/v1/views/:viewId",
  scope: "views:write",
  summary: "Change a view",
  description:
    "What is absent stays. With `version`: 409 with `details.reason` = `changed_meanwhile` when there is a newer one. " +
    `With another filter or order it is counted anew. ${filterProblems}`,
  tag: "Views",
  input: z.object({
    viewId: z.uuid(),
    ...z.object(viewInput).partial().shape,
    position: z.number().int().min(0).max(1_000_000).optional().describe("The smaller, the further up."),
    version: z.number().int().min(1).max(2_147_483_647).optional().describe("The version the author has seen."),
  }),
  output: viewShape,
  problems: [409],
  async run(ctx, { viewId, name, visibility, teamId, filter, sort, position, version }) {
    const view = await update(ctx, {
      viewId,
      ...(name !== undefined && { name }),
      ...(visibility !== undefined && { visibility }),
      ...(teamId !== undefined && { teamId }),
      ...(filter !== undefined && { filter }),
      ...(sort !== undefined && { sort }),
      ...(position !== undefined && { position }),
      ...(version !== undefined && { version }),
    });
    return showView(ctx, view);
  },
});
