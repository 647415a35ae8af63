import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { checkReferences, problemsOf } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { ConversationPage, ViewPosition } from "./pages.ts";
import { refuseBroken } from "./problems.ts";
import { openView } from "./queries.ts";
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
  const { view, fields } = await openView(ctx, viewId);
  const filter = shownBy(view.filter);
  const me = view.visibility === "private" ? view.ownerId : viewerOf(ctx, filter);
  const question = { filter, fields, now: now(), me };
  const page = { limit, ...(after && { after }) };
  const walk = () =>
    isCounted(view) && view.isWhole && after?.by !== "walked"
      ? walkView(ctx, { ...question, countId: view.countId, sort: view.sort }, page)
      : walkInbox(ctx, question, page);
  // A field that is gone cannot be asked for; whether a tag is gone is looked up while the page is read.
  refuseBroken(problemsOf(view.filter, fields));
  const [references, found] = await Promise.all([checkReferences(ctx, [view.filter], fields), walk()]);
  refuseBroken(references[0]!.filter(({ standing }) => standing === "gone"));
  return found;
}
