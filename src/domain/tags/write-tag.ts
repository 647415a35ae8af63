import { count, eq, sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { mostTags } from "./rules.ts";
import { tags } from "./tables.ts";

/**
 * Lets one after the other change a workspace's catalogue, so that its size and its names can be looked at first.
 * The lock ends with the transaction.
 */
export async function lockCatalogue(tx: TxContext): Promise<void> {
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`tags ${tx.workspaceId}`}, 0))`);
}

/** @throws AppError("conflict") with `details.reason` "too_many_tags". The caller holds the catalogue's lock. */
export async function refuseTooMany(tx: TxContext): Promise<void> {
  const [row] = await tx.q.select({ tags: count() }).from(tags).where(eq(tags.workspaceId, tx.workspaceId));
  if (row!.tags < mostTags) return;
  throw new AppError(
    "conflict",
    `A workspace has at most ${mostTags} tags, archived ones included: rename one that is no longer needed`,
    { details: { reason: "too_many_tags", limit: mostTags } },
  );
}

/**
 * @throws AppError("conflict") with `details.reason` "name_taken", the tag that has the name, and whether it is
 *   archived. The caller holds the catalogue's lock.
 */
export async function refuseTakenName(tx: TxContext, nameKey: string, exceptId?: string): Promise<void> {
  const [other] = await tx.q
    .select()
    .from(tags)
    .where(sql`${tags.workspaceId} = ${tx.workspaceId} and ${tags.nameKey} = ${nameKey}`);
  if (!other || other.id === exceptId) return;
  const hint = other.archivedAt ? "; it is archived: restore it" : "";
  throw new AppError("conflict", `There is already a tag “${other.name}”${hint}`, {
    details: { reason: "name_taken", tagId: other.id, archived: other.archivedAt !== null },
  });
}
