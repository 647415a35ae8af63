import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { openFields } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { ConversationPage } from "./pages.ts";
import { shownBy, viewerOf } from "./rules.ts";
import { walkInbox } from "./walk-inbox.ts";
import { checkViewFilter } from "./write-view.ts";

/**
 * The newest conversations that a filter would show, before it is kept. Bounded: `next` says that older ones were not
 * looked at.
 * @throws AppError("invalid_input") with `details.problems` for a filter that cannot be answered.
 */
export async function previewFilter(
  ctx: Context,
  { filter: given, limit }: { filter: unknown; limit: number },
): Promise<ConversationPage> {
  allow(ctx, "conversations:read");
  const filter = shownBy(await checkViewFilter(ctx, given));
  const question = { filter, fields: await openFields(ctx), now: now(), me: viewerOf(ctx, filter) };
  return walkInbox(ctx, question, { limit });
}
