import { z } from "zod";
import { longestTeamName, type TeamWithMembers } from "../../../domain/teams/index.ts";

export const teamName = z.string().trim().min(1).max(longestTeamName);

export const teamMode = z
  .enum(["off", "round_robin", "least_loaded"])
  .describe(
    "How new work is handed out: not at all, in turn, or to who has most room. Only to members who are online and " +
      "below their capacity.",
  );

export const isPrivate = z
  .boolean()
  .describe(
    "Only its members, and who has `private_teams:read`, see the team and its conversations. For all others they do not exist.",
  );

export const teamShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mode: teamMode,
    isPrivate,
    members: z.array(z.object({ id: z.uuid(), name: z.string() })),
    createdAt: z.iso.datetime(),
    archivedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Team" });

export function showTeam(row: TeamWithMembers): z.input<typeof teamShape> {
  const { id, name, mode, isPrivate, members, createdAt, archivedAt } = row;
  return {
    ...{ id, name, mode, isPrivate, members },
    createdAt: createdAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
}
