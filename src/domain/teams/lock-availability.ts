import { and, eq } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { getMember } from "../access/index.ts";
import type { TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type AvailabilityRow, availabilities } from "./tables.ts";

/**
 * A member's row, locked, so that nobody hands her work while she goes away, nor beyond her capacity. One that has
 * none gets it. @throws NotFound for a member of another workspace.
 */
export async function lockAvailability(tx: TxContext, memberId: string): Promise<AvailabilityRow> {
  const lock = () => tx.q.select().from(availabilities).where(isAvailability(tx, memberId)).for("no key update");
  const [known] = await lock();
  if (known) return known;
  await getMember(tx, memberId);
  const fresh = { workspaceId: tx.workspaceId, id: memberId, capacity: {} };
  await tx.q.insert(availabilities).values(fresh).onConflictDoNothing();
  const [row] = await lock();
  if (!row) throw new NotFound("Member", memberId);
  return row;
}

export function isAvailability(ctx: Context, memberId: string) {
  return and(eq(availabilities.workspaceId, ctx.workspaceId), eq(availabilities.id, memberId));
}
