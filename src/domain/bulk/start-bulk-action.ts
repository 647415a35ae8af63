import { sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { checkChange } from "../steps/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Choice, choose } from "./choose.ts";
import { countRunning, findByClientId } from "./queries.ts";
import { type Action, maySee, mostRunning, sliceSize } from "./rules.ts";
import { type BulkAction, bulkActions, bulkSlices } from "./tables.ts";

/**
 * Begins an action on many conversations: a worker does it, in the name of who started it. By a filter or a view it is
 * those that fit when it begins; what comes later is left alone.
 *
 * @param clientId the starter's own key: started twice with the same, it is started once.
 * @throws AppError as `choose` and `checkChange` do.
 * @throws AppError("limit_exceeded") with `details.reason` "too_many_running".
 */
export async function startBulkAction(
  ctx: Context,
  { choice, action, clientId = null }: { choice: Choice; action: Action; clientId?: string | null },
): Promise<BulkAction> {
  allow(ctx, "conversations:write");
  const { selection, conversationIds } = await choose(ctx, choice);
  return inTransaction(ctx, async (tx) => {
    await oneAtATime(tx);
    const started = clientId === null ? null : await findByClientId(tx, clientId);
    if (started) return sameAgain(tx, started);
    await checkChange(tx, action);
    await refuseTooMany(tx);
    const isNamed = selection.by === "conversations";
    const begun = await begin(tx, {
      ...{ action, selection, clientId },
      state: isNamed ? "running" : "selecting",
      total: isNamed ? conversationIds.length : null,
    });
    for (let n = 0; n * sliceSize < conversationIds.length; n++) {
      const some = conversationIds.slice(n * sliceSize, (n + 1) * sliceSize);
      const { workspaceId } = tx;
      await tx.q.insert(bulkSlices).values({ workspaceId, bulkActionId: begun.id, n, conversationIds: some });
    }
    return begun;
  });
}

/** Writes a bulk action down and hands it to a worker. */
export async function begin(
  tx: TxContext,
  wanted: Pick<typeof bulkActions.$inferInsert, "action" | "selection" | "state" | "total" | "clientId" | "undoOf">,
): Promise<BulkAction> {
  const { workspaceId, actor, permissions } = tx;
  const granted = permissions === "all" ? null : [...permissions];
  const made = { workspaceId, id: newId(), actor, granted, ...wanted };
  const [row] = await tx.q.insert(bulkActions).values(made).returning();
  tx.enqueue({ queue: "bulk", name: "run", payload: { bulkActionId: made.id } });
  const to = wanted.undoOf ? "undo" : wanted.action.type;
  tx.emit({ name: "bulk_action.started", data: { bulkActionId: made.id, to } });
  return row!;
}

/** Where bulk actions begin one after the other: how many run is bounded. */
async function oneAtATime(tx: TxContext): Promise<void> {
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`bulk ${tx.workspaceId}`}, 0))`);
}

function sameAgain(tx: TxContext, started: BulkAction): BulkAction {
  if (maySee(tx, started)) return started;
  throw new AppError("conflict", "Somebody else used this `clientId`: take another", {
    details: { reason: "client_id_taken" },
  });
}

async function refuseTooMany(tx: TxContext): Promise<void> {
  if ((await countRunning(tx)) < mostRunning) return;
  throw new AppError("limit_exceeded", `${mostRunning} bulk actions are running: wait for one to end, or cancel one`, {
    details: { reason: "too_many_running", limit: mostRunning },
    retryAfterMs: 5000,
  });
}
