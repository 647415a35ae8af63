import { and, count, eq, isNull } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getTeam, type TeamWithMembers } from "./queries.ts";
import { checkTeamName, mostTeams } from "./rules.ts";
import { type Team, teams } from "./tables.ts";
import { takingName } from "./team-name.ts";

/**
 * @throws AppError("invalid_input") for a name that cannot be one, AppError("limit_exceeded") for too many teams,
 *   AppError("conflict") when another team has the name (`details.reason` "name_taken").
 */
export async function createTeam(
  ctx: Context,
  { name: given, mode = "off", isPrivate = false }: { name: string; mode?: Team["mode"]; isPrivate?: boolean },
): Promise<TeamWithMembers> {
  allow(ctx, "teams:manage");
  const name = checkTeamName(given);
  return inTransaction(ctx, async (tx) => {
    const inUse = and(eq(teams.workspaceId, tx.workspaceId), isNull(teams.archivedAt));
    const [found] = await tx.q.select({ n: count() }).from(teams).where(inUse);
    if (found!.n >= mostTeams) {
      throw new AppError("limit_exceeded", `There are ${mostTeams} teams already: archive one first`);
    }
    const id = newId();
    await takingName(name, () => tx.q.insert(teams).values({ workspaceId: tx.workspaceId, id, name, mode, isPrivate }));
    tx.emit({ name: "team.created", data: { teamId: id } });
    return getTeam(tx, id);
  });
}
