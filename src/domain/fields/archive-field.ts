import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isField, lockField } from "./queries.ts";
import { type Field, fields } from "./tables.ts";

/** Takes a field out of use: its values stay and are shown, nothing new is written. Safe to repeat. @throws NotFound */
export async function archiveField(ctx: Context, { fieldId }: { fieldId: string }): Promise<void> {
  await setArchived(ctx, fieldId, true);
}

/** Safe to repeat. @throws NotFound */
export async function restoreField(ctx: Context, { fieldId }: { fieldId: string }): Promise<Field> {
  return setArchived(ctx, fieldId, false);
}

async function setArchived(ctx: Context, fieldId: string, archived: boolean): Promise<Field> {
  allow(ctx, "fields:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockField(tx, fieldId);
    if ((before.archivedAt !== null) === archived) return before;
    const archivedAt = archived ? now() : null;
    const [row] = await tx.q.update(fields).set({ archivedAt }).where(isField(tx, fieldId)).returning();
    tx.emit({ name: archived ? "field.archived" : "field.restored", data: { fieldId } });
    return row!;
  });
}
