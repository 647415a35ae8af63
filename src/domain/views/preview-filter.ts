import { allow } from "../access/index.ts";
import type { Context } from "../workspaces/index.ts";
import { askFilter } from "./ask.ts";
import type { ConversationPage } from "./pages.ts";
import { walkInbox } from "./walk-inbox.ts";

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
  return walkInbox(ctx, await askFilter(ctx, given), { limit });
}
