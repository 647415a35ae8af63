import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { permissionsOfMember } from "../access/index.ts";
import type { TxContext } from "../events/index.ts";
import { isTeam, lockStandings, lockTeam } from "./queries.ts";
import { type Capacity, capacityOf, stateOf } from "./rules.ts";
import { availabilities, type Team, teamMembers, teams } from "./tables.ts";

export interface Candidate {
  memberId: string;
  lastTurn: number;
  capacity: Capacity;
}

/**
 * Who of a team can be handed work now: online, and allowed to answer. The team and its members' rows are locked in one
 * order, so that neither another hand-out nor somebody who goes away comes between this and the assignment.
 *
 * @returns nobody while the team is archived or hands nothing out.
 */
export async function lockCandidates(tx: TxContext, teamId: string): Promise<{ team: Team; candidates: Candidate[] }> {
  const team = await lockTeam(tx, teamId);
  if (team.archivedAt || team.mode === "off") return { team, candidates: [] };
  const rows = await lockStandings(tx, teamId);
  const at = now();
  const candidates = rows
    .filter(({ availability, ...held }) => {
      return stateOf(availability, at) === "online" && permissionsOfMember(held).has("conversations:write");
    })
    .map(({ availability, lastTurn }) => ({
      memberId: availability.id,
      lastTurn,
      capacity: capacityOf(availability),
    }));
  return { team, candidates };
}

/** Remembers that it was this member's turn. The caller holds the team's lock. */
export async function noteTurn(tx: TxContext, team: Team, memberId: string): Promise<void> {
  const turns = team.turns + 1;
  await tx.q.update(teams).set({ turns }).where(isTeam(tx, team.id));
  await tx.q
    .update(teamMembers)
    .set({ lastTurn: turns })
    .where(
      and(
        eq(teamMembers.workspaceId, tx.workspaceId),
        eq(teamMembers.teamId, team.id),
        eq(teamMembers.memberId, memberId),
      ),
    );
}

/** Whether she takes new work, as it is until the transaction ends. */
export async function lockState(tx: TxContext, memberId: string) {
  const [row] = await tx.q
    .select()
    .from(availabilities)
    .where(and(eq(availabilities.workspaceId, tx.workspaceId), eq(availabilities.id, memberId)))
    .for("no key update");
  return stateOf(row, now());
}
