import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { openFields } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { ConversationPage, ViewPosition } from "./pages.ts";
import { problemsOfViews } from "./problems.ts";
import { getView } from "./queries.ts";
import { isCounted, shownBy, viewerOf } from "./rules.ts";
import { walkInbox } from "./walk-inbox.ts";
import { walkView } from "./walk-view.ts";

/**
 * The conversations of a view, in its order. While it is being counted for the first time, and for a shared view that
 * asks for "me", they come by last activity, and a page may be short.
 *
 * @throws NotFound also for a private view of somebody else.
 * @throws AppError("conflict") with `details.reason` "broken_view" when something it asks for is gone.
 */
export async function listViewConversations(
  ctx: Context,
  { viewId, after, limit }: { viewId: string; after?: ViewPosition; limit: number },
): Promise<ConversationPage> {
  allow(ctx, "conversations:read");
  const view = await getView(ctx, viewId);
  const fields = await openFields(ctx);
  const [problems = []] = await problemsOfViews(ctx, [view], fields);
  const broken = problems.filter(({ breaks }) => breaks);
  if (broken[0]) {
    throw new AppError("conflict", `This view asks for what is gone: ${broken[0].message}. Mend it first.`, {
      details: { reason: "broken_view", problems: broken },
    });
  }
  const filter = shownBy(view.filter);
  const question = {
    filter,
    fields,
    now: now(),
    me: view.visibility === "private" ? view.ownerId : viewerOf(ctx, filter),
  };
  const isWhole = isCounted(view) && view.conversations !== null;
  const page = { limit, ...(after && { after }) };
  if (isWhole && after?.by !== "walked")
    return walkView(ctx, { ...question, countId: view.countId, sort: view.sort }, page);
  return walkInbox(ctx, question, page);
}
