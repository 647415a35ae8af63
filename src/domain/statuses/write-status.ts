import { count, eq, sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { mostStatuses } from "./rules.ts";
import { statuses } from "./tables.ts";

/** Lets one after the other change a workspace's statuses: names, number and order can be looked at first. */
export async function lockStatuses(tx: TxContext): Promise<void> {
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`statuses ${tx.workspaceId}`}, 0))`);
}

/** @throws AppError("conflict") with `details.reason` "too_many_statuses". The caller holds the lock. */
export async function refuseTooMany(tx: TxContext): Promise<void> {
  const [row] = await tx.q.select({ n: count() }).from(statuses).where(eq(statuses.workspaceId, tx.workspaceId));
  if (row!.n < mostStatuses) return;
  const message = `A workspace has at most ${mostStatuses} statuses, archived ones included: rename one instead`;
  throw new AppError("conflict", message, { details: { reason: "too_many_statuses", limit: mostStatuses } });
}

/** @throws AppError("conflict") with `details.reason` "name_taken" and who has it. The caller holds the lock. */
export async function refuseTakenName(tx: TxContext, nameKey: string, exceptId?: string): Promise<void> {
  const [other] = await tx.q
    .select()
    .from(statuses)
    .where(sql`${statuses.workspaceId} = ${tx.workspaceId} and ${statuses.nameKey} = ${nameKey}`);
  if (!other || other.id === exceptId) return;
  const hint = other.archivedAt ? "; it is archived: restore it" : "";
  throw new AppError("conflict", `There is already a status “${other.name}”${hint}`, {
    details: { reason: "name_taken", statusId: other.id, archived: other.archivedAt !== null },
  });
}

/** Numbers the statuses of a category, the default first. */
export async function writeOrder(tx: TxContext, ids: readonly string[]): Promise<void> {
  await tx.q.execute(sql`
    update statuses s set position = o.n from json_array_elements_text(${JSON.stringify(ids)}::text::json)
      with ordinality as o(id, n)
    where s.workspace_id = ${tx.workspaceId} and s.id = o.id::uuid and s.position <> o.n`);
}
