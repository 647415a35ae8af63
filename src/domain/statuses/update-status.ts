import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isStatus, lockStatus, orderOf } from "./queries.ts";
import { checkStatusName, moved } from "./rules.ts";
import { type Status, statuses } from "./tables.ts";
import { lockStatuses, refuseTakenName, writeOrder } from "./write-status.ts";

export interface StatusUpdate {
  statusId: string;
  name?: string;
  /** Its place among its category's own statuses, from 1. */
  position?: number;
}

/**
 * Renames a status wherever it stands, or moves it within its category. A default can be renamed, but stays first.
 * @throws NotFound; AppError("invalid_input"); AppError("conflict") with "name_taken", "default" or "archived".
 */
export async function updateStatus(ctx: Context, { statusId, name, position }: StatusUpdate): Promise<Status> {
  allow(ctx, "statuses:manage");
  const called = name === undefined ? null : checkStatusName(name);
  return inTransaction(ctx, async (tx) => {
    await lockStatuses(tx);
    const before = await lockStatus(tx, statusId, "update");
    const isRenamed = called !== null && called.name !== before.name;
    if (isRenamed) {
      await refuseTakenName(tx, called.nameKey, statusId);
      await tx.q.update(statuses).set(called).where(isStatus(tx, statusId));
    }
    const isMoved = position !== undefined && (await move(tx, before, position));
    if (!isRenamed && !isMoved) return before;
    tx.emit({ name: "status.updated", data: { statusId } });
    return lockStatus(tx, statusId, "update");
  });
}

/** @returns whether anything changed its place. */
async function move(tx: TxContext, { id, category, isDefault, archivedAt }: Status, position: number) {
  if (isDefault || archivedAt) {
    const message = isDefault ? "A category's default stays its first" : "An archived status has no place";
    throw new AppError("conflict", message, { details: { reason: isDefault ? "default" : "archived" } });
  }
  const before = await orderOf(tx, category);
  const after = moved(before, id, position - 1);
  await writeOrder(tx, after);
  return before.join() !== after.join();
}
