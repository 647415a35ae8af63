import { AppError } from "../../platform/errors.ts";
import { checkReferences, conditionsOf, type Fields, type FilterProblem, problemsOf } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { View } from "./tables.ts";

/** What is wrong with a view: something it asks for is gone, and it shows nothing, or is merely out of use. */
export interface ViewProblem extends FilterProblem {
  breaks: boolean;
}

/** For each of these views what is wrong with it. */
export async function problemsOfViews(
  ctx: Context,
  views: readonly Pick<View, "filter">[],
  fields: Fields,
): Promise<ViewProblem[][]> {
  const filters = views.map(({ filter }) => filter);
  const references = await checkReferences(ctx, filters, fields);
  return filters.map((filter, n) => [
    ...problemsOf(filter, fields).map((problem) => ({ ...problem, breaks: true })),
    ...conditionsOf(filter).flatMap(({ condition, path }) => {
      const field = fields.get(condition.field);
      return field?.archived ? [{ path, message: `The field ${field.label} is archived`, breaks: false }] : [];
    }),
    ...references[n]!.map(({ path, message, standing }) => ({ path, message, breaks: standing === "gone" })),
  ]);
}

/** @throws AppError("conflict") with `details.reason` "broken_view" if there are any. */
export function refuseBroken(problems: readonly FilterProblem[]): void {
  const [first] = problems;
  if (!first) return;
  throw new AppError("conflict", `This view asks for what is gone: ${first.message}. Mend it first.`, {
    details: { reason: "broken_view", problems: problems.map(({ path, message }) => ({ path, message })) },
  });
}
