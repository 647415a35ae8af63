import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getConnection, isConnection } from "./queries.ts";
import { type ConnectionRow, connections } from "./tables.ts";

/**
 * Chooses the team whose queue new conversations of a connection enter; null: none. Conversations that are there stay
 * where they are. Safe to repeat. @throws NotFound; AppError("conflict") for an archived team.
 */
export async function setDefaultTeam(
  ctx: Context,
  { connectionId, teamId }: { connectionId: string; teamId: string | null },
): Promise<ConnectionRow> {
  allow(ctx, "teams:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await getConnection(tx, connectionId);
    if (before.defaultTeamId === teamId) return before;
    if (teamId !== null) await getTeamInUse(tx, teamId);
    const [row] = await tx.q
      .update(connections)
      .set({ defaultTeamId: teamId })
      .where(isConnection(tx, connectionId))
      .returning();
    tx.emit({ name: "connection.team_changed", data: { connectionId, from: before.defaultTeamId, to: teamId } });
    return row!;
  });
}
