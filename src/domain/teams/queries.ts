import { and, asc, eq, inArray, isNotNull, isNull, ne } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { members, roles } from "../access/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type AvailabilityState, type Capacity, capacityOf, type Intent, stateOf } from "./rules.ts";
import { type AvailabilityRow, availabilities, type Team, teamMembers, teams } from "./tables.ts";

export interface TeamWithMembers extends Team {
  members: { id: string; name: string }[];
}

/** By name. */
export async function listTeams(ctx: Context, { archived }: { archived: boolean }): Promise<TeamWithMembers[]> {
  allow(ctx, "teams:read");
  const { workspaceId, archivedAt, name, id } = teams;
  return read(ctx, async (q) => {
    const rows = await q
      .select()
      .from(teams)
      .where(and(eq(workspaceId, ctx.workspaceId), archived ? isNotNull(archivedAt) : isNull(archivedAt)))
      .orderBy(asc(name), asc(id))
      .limit(1000);
    return withMembers(ctx, q, rows);
  });
}

/** Those of these ids that are teams in use, with their members. */
export async function findTeams(ctx: Context, ids: readonly string[]): Promise<TeamWithMembers[]> {
  if (ids.length === 0) return [];
  return read(ctx, async (q) => {
    const isUsed = and(eq(teams.workspaceId, ctx.workspaceId), isNull(teams.archivedAt));
    return withMembers(
      ctx,
      q,
      await q
        .select()
        .from(teams)
        .where(and(isUsed, inArray(teams.id, [...ids]))),
    );
  });
}

/** @throws NotFound also when the row is another workspace's. An archived one is found. */
export async function getTeam(ctx: Context, teamId: string): Promise<TeamWithMembers> {
  allow(ctx, "teams:read");
  return read(ctx, async (q) => {
    const [team] = await withMembers(ctx, q, await q.select().from(teams).where(isTeam(ctx, teamId)));
    if (!team) throw new NotFound("Team", teamId);
    return team;
  });
}

/** A team that can be given work. @throws AppError("conflict") when it is archived (`details.reason` "archived"). */
export async function getTeamInUse(ctx: Context, teamId: string): Promise<Team> {
  const [team] = await read(ctx, (q) => q.select().from(teams).where(isTeam(ctx, teamId)));
  if (!team) throw new NotFound("Team", teamId);
  if (team.archivedAt) {
    throw new AppError("conflict", "This team is archived: restore it first, or choose another", {
      details: { reason: "archived" },
    });
  }
  return team;
}

/** Takes the row's lock: one change of a team, or one hand-out of its queue, after the other. @throws NotFound */
export async function lockTeam(tx: TxContext, teamId: string): Promise<Team> {
  // Not the strongest lock: that would wait for everyone who just put a conversation into the team.
  const [row] = await tx.q.select().from(teams).where(isTeam(tx, teamId)).for("no key update");
  if (!row) throw new NotFound("Team", teamId);
  return row;
}

/** What a team's members say of themselves, locked in the order of their ids. Who has never been here is not among them. */
export function lockStandings(tx: TxContext, teamId: string) {
  return tx.q
    .select({
      availability: availabilities,
      lastTurn: teamMembers.lastTurn,
      role: members.role,
      custom: roles.permissions,
    })
    .from(teamMembers)
    .innerJoin(
      availabilities,
      and(eq(availabilities.workspaceId, teamMembers.workspaceId), eq(availabilities.id, teamMembers.memberId)),
    )
    .innerJoin(members, and(eq(members.workspaceId, teamMembers.workspaceId), eq(members.id, teamMembers.memberId)))
    .leftJoin(roles, and(eq(roles.workspaceId, members.workspaceId), eq(roles.id, members.customRoleId)))
    .where(and(eq(teamMembers.workspaceId, tx.workspaceId), eq(teamMembers.teamId, teamId)))
    .orderBy(asc(availabilities.id))
    .for("no key update", { of: availabilities });
}

export async function isInTeam(ctx: Context, { teamId, memberId }: { teamId: string; memberId: string }) {
  const [row] = await read(ctx, (q) =>
    q
      .select({ memberId: teamMembers.memberId })
      .from(teamMembers)
      .where(
        and(
          eq(teamMembers.workspaceId, ctx.workspaceId),
          eq(teamMembers.teamId, teamId),
          eq(teamMembers.memberId, memberId),
        ),
      ),
  );
  return row !== undefined;
}

/** The ids of a member's teams in use; `handingOut`: only those that hand work out by themselves. */
export async function teamsOf(
  ctx: Context,
  { memberId, handingOut = false }: { memberId: string; handingOut?: boolean },
): Promise<string[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ id: teams.id })
      .from(teamMembers)
      .innerJoin(teams, and(eq(teams.workspaceId, teamMembers.workspaceId), eq(teams.id, teamMembers.teamId)))
      .where(
        and(
          eq(teamMembers.workspaceId, ctx.workspaceId),
          eq(teamMembers.memberId, memberId),
          isNull(teams.archivedAt),
          handingOut ? ne(teams.mode, "off") : undefined,
        ),
      ),
  );
  return rows.map(({ id }) => id);
}

export interface Availability {
  intent: Intent;
  state: AvailabilityState;
  capacity: Capacity;
  lastSeenAt: Date | null;
}

/** Of everybody, by the member's id. */
export async function listAvailabilities(ctx: Context): Promise<(memberId: string) => Availability> {
  allow(ctx, "members:read");
  const rows = await read(ctx, (q) =>
    q.select().from(availabilities).where(eq(availabilities.workspaceId, ctx.workspaceId)),
  );
  const [known, at] = [new Map(rows.map((row) => [row.id, row])), now()];
  return (memberId) => availabilityOf(known.get(memberId), at);
}

export async function getAvailability(ctx: Context, memberId: string): Promise<Availability> {
  allow(ctx, "teams:read");
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(availabilities)
      .where(and(eq(availabilities.workspaceId, ctx.workspaceId), eq(availabilities.id, memberId))),
  );
  return availabilityOf(row, now());
}

/** Without a row she has never been here. */
function availabilityOf(row: AvailabilityRow | undefined, at: Date): Availability {
  return {
    intent: row?.state ?? "online",
    state: stateOf(row, at),
    capacity: capacityOf(row),
    lastSeenAt: row?.lastSeenAt ?? null,
  };
}

export function isTeam(ctx: Context, teamId: string) {
  return and(eq(teams.workspaceId, ctx.workspaceId), eq(teams.id, teamId));
}

async function withMembers(ctx: Context, q: TxContext["q"], rows: Team[]): Promise<TeamWithMembers[]> {
  if (rows.length === 0) return [];
  const teamIds = rows.map((row) => row.id);
  const found = await q
    .select({ teamId: teamMembers.teamId, id: members.id, name: members.name })
    .from(teamMembers)
    .innerJoin(members, and(eq(members.workspaceId, teamMembers.workspaceId), eq(members.id, teamMembers.memberId)))
    .where(and(eq(teamMembers.workspaceId, ctx.workspaceId), inArray(teamMembers.teamId, teamIds)))
    .orderBy(asc(members.name), asc(members.id));
  return rows.map((row) => ({
    ...row,
    members: found.filter(({ teamId }) => teamId === row.id).map(({ id, name }) => ({ id, name })),
  }));
}
