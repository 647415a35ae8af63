import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { actAs } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getBulkAction } from "./queries.ts";
import { isEnded, turnMs } from "./rules.ts";
import { selectConversations } from "./select-conversations.ts";
import { stopBulkAction } from "./stop-bulk-action.ts";
import type { BulkAction } from "./tables.ts";
import { workSlice } from "./work-slice.ts";

/**
 * Works a bulk action, slice by slice, for some seconds; then it queues up again, so that a large one keeps nobody
 * waiting. Killed at any moment, it goes on with the first slice that did not commit.
 *
 * Before each slice it looks up what whoever started it may do and see: a role that is taken away stops it there.
 */
export async function runBulkAction(ctx: Context, { bulkActionId }: { bulkActionId: string }): Promise<void> {
  const turnEnds = now().getTime() + turnMs;
  while (await step(ctx, await getBulkAction(ctx, bulkActionId))) {
    if (now().getTime() < turnEnds) continue;
    await inTransaction(ctx, async (tx) => tx.enqueue({ queue: "bulk", name: "run", payload: { bulkActionId } }));
    return;
  }
}

/** @returns whether there is more to do. */
async function step(ctx: Context, bulkAction: BulkAction): Promise<boolean> {
  if (isEnded(bulkAction)) return false;
  const { id: bulkActionId } = bulkAction;
  const cause = { type: "bulk_action", id: bulkActionId, depth: (ctx.cause?.depth ?? 0) + 1 } as const;
  const acting = await actAs({ ...ctx, cause }, bulkAction);
  if (!acting) {
    const message = "Whoever started it is no longer here";
    await stopBulkAction(ctx, { bulkActionId, reason: "gone", message });
    return false;
  }
  try {
    if (bulkAction.state === "selecting") await selectConversations(acting, bulkAction);
    else await workSlice(acting, bulkAction);
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || mayPass.has(error.code)) throw error;
    const reason = typeof error.details?.reason === "string" ? error.details.reason : error.code;
    await stopBulkAction(ctx, { bulkActionId, reason, message: error.message });
    return false;
  }
}

/** Trying again may help; anything else would be refused for every slice. */
const mayPass = new Set(["bug", "limit_exceeded", "provider_unavailable"]);
