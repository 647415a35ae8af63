import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { orderOf } from "./queries.ts";
import { type Category, checkStatusName } from "./rules.ts";
import { type Status, statuses } from "./tables.ts";
import { lockStatuses, refuseTakenName, refuseTooMany } from "./write-status.ts";

/**
 * Adds a status to a category, as its last.
 * @throws AppError("invalid_input") for a name that is none; AppError("conflict") with "name_taken", "too_many_statuses".
 */
export async function createStatus(ctx: Context, input: { category: Category; name: string }): Promise<Status> {
  allow(ctx, "statuses:manage");
  const called = checkStatusName(input.name);
  const { category } = input;
  return inTransaction(ctx, async (tx) => {
    await lockStatuses(tx);
    await refuseTakenName(tx, called.nameKey);
    await refuseTooMany(tx);
    const position = (await orderOf(tx, category)).length + 1;
    const made = { workspaceId: tx.workspaceId, id: newId(), category, ...called, position, isDefault: false };
    const [row] = await tx.q.insert(statuses).values(made).returning();
    tx.emit({ name: "status.created", data: { statusId: made.id } });
    return row!;
  });
}
