import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getTeam, isTeam, lockTeam, type TeamWithMembers } from "./queries.ts";
import { checkTeamName } from "./rules.ts";
import { type Team, teams } from "./tables.ts";
import { takingName } from "./team-name.ts";

/** Changes what is named and leaves the rest. Safe to repeat. @throws as `createTeam` does, and NotFound. */
export async function updateTeam(
  ctx: Context,
  { teamId, ...given }: { teamId: string; name?: string; mode?: Team["mode"]; isPrivate?: boolean },
): Promise<TeamWithMembers> {
  allow(ctx, "teams:manage");
  const name = given.name === undefined ? undefined : checkTeamName(given.name);
  return inTransaction(ctx, async (tx) => {
    const before = await lockTeam(tx, teamId);
    const { mode = before.mode, isPrivate = before.isPrivate } = given;
    if (name !== undefined && name !== before.name) {
      await takingName(name, () => tx.q.update(teams).set({ name }).where(isTeam(tx, teamId)));
      tx.emit({ name: "team.renamed", data: { teamId } });
    }
    if (mode !== before.mode) {
      await tx.q.update(teams).set({ mode }).where(isTeam(tx, teamId));
      tx.emit({ name: "team.mode_changed", data: { teamId, from: before.mode, to: mode } });
    }
    if (isPrivate !== before.isPrivate) {
      await tx.q.update(teams).set({ isPrivate }).where(isTeam(tx, teamId));
      const [from, to] = isPrivate ? ["open", "private"] : ["private", "open"];
      tx.emit({ name: "team.visibility_changed", data: { teamId, from, to } });
    }
    return getTeam(tx, teamId);
  });
}
