import { now } from "../../platform/clock.ts";
import { openFields } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Question } from "./pages.ts";
import { problemsOfViews, refuseBroken } from "./problems.ts";
import { type CountedView, getView } from "./queries.ts";
import { shownBy, viewerOf } from "./rules.ts";
import { checkViewFilter } from "./write-view.ts";

/**
 * What a filter that somebody wrote asks for at this moment; spam and trash only if it speaks of folders.
 * @throws AppError("invalid_input") with `details.problems` for a filter that cannot be answered.
 */
export async function askFilter(ctx: Context, given: unknown): Promise<Omit<Question, "workspaceId">> {
  const filter = shownBy(await checkViewFilter(ctx, given));
  return { filter, fields: await openFields(ctx), now: now(), me: viewerOf(ctx, filter) };
}

/**
 * The same for a view.
 * @throws NotFound also for a private view of somebody else.
 * @throws AppError("conflict") with `details.reason` "broken_view" when something it asks for is gone.
 */
export async function askView(
  ctx: Context,
  viewId: string,
): Promise<{ view: CountedView; question: Omit<Question, "workspaceId"> }> {
  const view = await getView(ctx, viewId);
  const fields = await openFields(ctx);
  const [problems = []] = await problemsOfViews(ctx, [view], fields);
  refuseBroken(problems.filter(({ breaks }) => breaks));
  const filter = shownBy(view.filter);
  const me = view.visibility === "private" ? view.ownerId : viewerOf(ctx, filter);
  return { view, question: { filter, fields, now: now(), me } };
}
