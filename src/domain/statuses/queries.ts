import { and, asc, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Category } from "./rules.ts";
import { type Status, statuses } from "./tables.ts";

/** By category in the order of the work, each category's default first. All in use, or all archived. */
export async function listStatuses(ctx: Context, { archived }: { archived: boolean }): Promise<Status[]> {
  allow(ctx, "statuses:read");
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(statuses)
      .where(
        and(
          eq(statuses.workspaceId, ctx.workspaceId),
          archived ? isNotNull(statuses.archivedAt) : isNull(statuses.archivedAt),
        ),
      )
      .orderBy(desc(statuses.isDefault), asc(statuses.position), asc(statuses.id)),
  );
  const order = statuses.category.enumValues;
  return rows.sort((a, b) => order.indexOf(a.category) - order.indexOf(b.category));
}

/** Takes the row's lock: it is neither archived nor deleted while something is given it. @throws NotFound */
export async function lockStatus(tx: TxContext, statusId: string, strength: "update" | "share"): Promise<Status> {
  const [row] = await tx.q.select().from(statuses).where(isStatus(tx, statusId)).for(strength);
  if (!row) throw new NotFound("Status", statusId);
  return row;
}

/** One that can be given to a conversation, locked. @throws NotFound; AppError("conflict") when archived. */
export async function getStatusInUse(tx: TxContext, statusId: string): Promise<Status> {
  return refuseArchived(await lockStatus(tx, statusId, "share"));
}

/** The same without its lock, to say beforehand what would be refused. */
export async function checkStatusInUse(ctx: Context, statusId: string): Promise<void> {
  const [row] = await read(ctx, (q) => q.select().from(statuses).where(isStatus(ctx, statusId)));
  if (!row) throw new NotFound("Status", statusId);
  refuseArchived(row);
}

function refuseArchived(status: Status): Status {
  if (status.archivedAt === null) return status;
  const { id: statusId } = status;
  throw new AppError("conflict", `The status “${status.name}” is archived: restore it first, or take another`, {
    details: { reason: "archived", statusId },
  });
}

/** The ids of a category's own statuses in use, in order. */
export async function orderOf(tx: TxContext, category: Category): Promise<string[]> {
  const rows = await tx.q
    .select({ id: statuses.id })
    .from(statuses)
    .where(
      and(
        eq(statuses.workspaceId, tx.workspaceId),
        eq(statuses.category, category),
        eq(statuses.isDefault, false),
        isNull(statuses.archivedAt),
      ),
    )
    .orderBy(asc(statuses.position), asc(statuses.id));
  return rows.map(({ id }) => id);
}

export function isStatus(ctx: Context, statusId: string) {
  return and(eq(statuses.workspaceId, ctx.workspaceId), eq(statuses.id, statusId));
}
