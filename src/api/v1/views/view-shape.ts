import { z } from "zod";
import { openFields } from "../../../domain/filters/index.ts";
import {
  type CountedView,
  isCounted,
  longestName,
  problemsOfViews,
  type ViewProblem,
} from "../../../domain/views/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { filterShape } from "../filters/filter-shape.ts";

const viewSort = z.enum(["last_activity", "waiting_longest", "created"]);
const viewVisibility = z.enum(["private", "team", "shared"]);

/** What a person writes of a view. */
export const viewInput = {
  name: z.string().trim().min(1).max(longestName),
  visibility: viewVisibility.describe(
    "`private`: only you see it. `team`: those in it. `shared`: everybody. The last two need `views:manage`.",
  ),
  teamId: z.uuid().nullable().describe("Of a `team` view; otherwise of no meaning."),
  filter: filterShape,
  sort: viewSort,
};

export const viewShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    visibility: viewVisibility,
    teamId: z.uuid().nullable(),
    filter: filterShape,
    sort: viewSort,
    position: z.number().int(),
    count: z
      .number()
      .int()
      .nullable()
      .describe(
        "Conversations in it, kept up to date. Null while it is counted for the first time, and if `counted` is false.",
      ),
    counted: z
      .boolean()
      .describe("False for a shared view that asks for `me`: it is another one for everybody who looks."),
    broken: z.boolean().describe("Something it asks for is gone: it shows nothing until it is mended."),
    problems: z.array(z.object({ path: z.string(), message: z.string(), breaks: z.boolean() })),
    version: z.number().int().describe("Counts changes. Send it with a change to overwrite only what you have seen."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "View" });

/** With what is wrong with each, looked up for all of them at once. */
export async function showViews(ctx: Context, views: readonly CountedView[]): Promise<z.input<typeof viewShape>[]> {
  const problems = await problemsOfViews(ctx, views, await openFields(ctx));
  return views.map((view, n) => show(view, problems[n]!));
}

export async function showView(ctx: Context, view: CountedView): Promise<z.input<typeof viewShape>> {
  const [shown] = await showViews(ctx, [view]);
  return shown!;
}

function show(view: CountedView, problems: readonly ViewProblem[]): z.input<typeof viewShape> {
  const { id, name, visibility, teamId, filter, sort, position, version } = view;
  const broken = problems.some(({ breaks }) => breaks);
  return {
    ...{ id, name, visibility, teamId, filter, sort, position, version, broken },
    problems: [...problems],
    count: broken ? null : view.conversations,
    counted: isCounted(view),
    createdAt: view.createdAt.toISOString(),
    updatedAt: view.updatedAt.toISOString(),
  };
}
