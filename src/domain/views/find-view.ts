import { fold } from "../../platform/fold.ts";
import { type Filter, openFields } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import { problemsOfViews, refuseBroken } from "./problems.ts";
import { listViews } from "./queries.ts";
import { shownBy } from "./rules.ts";

/**
 * What the view of this name shows, whatever the case of its letters: of several, the actor's own.
 * @returns null when there is none for the actor, whoever else has one.
 * @throws AppError("conflict") with `details.reason` "broken_view" when something it asks for is gone.
 */
export async function findView(ctx: Context, name: string): Promise<Filter | null> {
  const wanted = fold(name.trim());
  const named = (await listViews(ctx)).filter((view) => fold(view.name) === wanted);
  const view = named.find(({ visibility }) => visibility === "private") ?? named[0];
  if (!view) return null;
  const [problems] = await problemsOfViews(ctx, [view], await openFields(ctx));
  refuseBroken(problems!.filter(({ breaks }) => breaks));
  return shownBy(view.filter);
}
