import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getTeam, isTeam, lockTeam, type TeamWithMembers } from "./queries.ts";
import { teams } from "./tables.ts";
import { takingName } from "./team-name.ts";

/**
 * Takes a team out of use: nothing enters its queue and nothing is handed out. Its conversations keep it, so that
 * restoring it brings all back. Safe to repeat. @throws NotFound
 */
export async function archiveTeam(ctx: Context, { teamId }: { teamId: string }): Promise<void> {
  allow(ctx, "teams:manage");
  await inTransaction(ctx, async (tx) => {
    const { archivedAt } = await lockTeam(tx, teamId);
    if (archivedAt) return;
    await tx.q.update(teams).set({ archivedAt: now() }).where(isTeam(tx, teamId));
    tx.emit({ name: "team.archived", data: { teamId } });
  });
}

/** Safe to repeat. @throws NotFound; AppError("conflict") when another team has taken the name meanwhile. */
export async function restoreTeam(ctx: Context, { teamId }: { teamId: string }): Promise<TeamWithMembers> {
  allow(ctx, "teams:manage");
  return inTransaction(ctx, async (tx) => {
    const { archivedAt, name } = await lockTeam(tx, teamId);
    if (archivedAt) {
      await takingName(name, () => tx.q.update(teams).set({ archivedAt: null }).where(isTeam(tx, teamId)));
      tx.emit({ name: "team.restored", data: { teamId } });
    }
    return getTeam(tx, teamId);
  });
}
