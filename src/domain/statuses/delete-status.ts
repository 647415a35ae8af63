import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isStatus, lockStatus, orderOf } from "./queries.ts";
import { type Status, statuses } from "./tables.ts";
import { lockStatuses } from "./write-status.ts";

/**
 * Deletes a status; one that conversations have is archived instead: it stays on them and is given to no other. Safe to
 * repeat while it is there.
 * @throws NotFound; AppError("conflict") with "default" for the default of a category.
 */
export async function deleteStatus(ctx: Context, { statusId }: { statusId: string }): Promise<void> {
  allow(ctx, "statuses:manage");
  await inTransaction(ctx, async (tx) => {
    await lockStatuses(tx);
    const { isDefault, archivedAt, name } = await lockStatus(tx, statusId, "update");
    if (isDefault) {
      const message = `“${name}” is what conversations of its category are called by default: rename it instead`;
      throw new AppError("conflict", message, { details: { reason: "default" } });
    }
    if (await isDeleted(tx, statusId)) {
      tx.emit({ name: "status.deleted", data: { statusId } });
    } else if (archivedAt === null) {
      await tx.q.update(statuses).set({ archivedAt: now() }).where(isStatus(tx, statusId));
      tx.emit({ name: "status.archived", data: { statusId } });
    }
  });
}

/** False: some conversation has it, perhaps one the caller does not see. The foreign key knows them all. */
async function isDeleted(tx: TxContext, statusId: string): Promise<boolean> {
  try {
    await tx.q.transaction((q) => q.delete(statuses).where(isStatus(tx, statusId)));
    return true;
  } catch (error) {
    if (isReferenced(error)) return false;
    throw error;
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: restrict_violation, foreign_key_violation. */
function isReferenced(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && (at.code === "23001" || at.code === "23503")) return true;
  }
  return false;
}

/** Puts an archived status back into use, as its category's last. Safe to repeat. @throws NotFound */
export async function restoreStatus(ctx: Context, { statusId }: { statusId: string }): Promise<Status> {
  allow(ctx, "statuses:manage");
  return inTransaction(ctx, async (tx) => {
    await lockStatuses(tx);
    const before = await lockStatus(tx, statusId, "update");
    if (before.archivedAt === null) return before;
    const position = (await orderOf(tx, before.category)).length + 1;
    const [row] = await tx.q
      .update(statuses)
      .set({ archivedAt: null, position })
      .where(isStatus(tx, statusId))
      .returning();
    tx.emit({ name: "status.restored", data: { statusId } });
    return row!;
  });
}
