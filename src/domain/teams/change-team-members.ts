import { and, count, eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { allow, getMember } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getTeam, lockTeam, type TeamWithMembers } from "./queries.ts";
import { mostTeamMembers } from "./rules.ts";
import { teamMembers } from "./tables.ts";

interface Membership {
  teamId: string;
  memberId: string;
}

/** Safe to repeat. @throws NotFound for a team or a member of another workspace; AppError("limit_exceeded"). */
export async function addTeamMember(ctx: Context, { teamId, memberId }: Membership): Promise<TeamWithMembers> {
  allow(ctx, "teams:manage");
  return inTransaction(ctx, async (tx) => {
    await lockTeam(tx, teamId);
    await getMember(tx, memberId);
    const added = await tx.q
      .insert(teamMembers)
      .values({ workspaceId: tx.workspaceId, teamId, memberId })
      .onConflictDoNothing()
      .returning();
    if (added.length > 0) {
      const ofTeam = and(eq(teamMembers.workspaceId, tx.workspaceId), eq(teamMembers.teamId, teamId));
      const [found] = await tx.q.select({ n: count() }).from(teamMembers).where(ofTeam);
      if (found!.n > mostTeamMembers) {
        throw new AppError("limit_exceeded", `A team has at most ${mostTeamMembers} members`);
      }
      tx.emit({ name: "team.member_added", data: { teamId, memberId } });
    }
    return getTeam(tx, teamId);
  });
}

/** What the member has stays with her. Safe to repeat. @throws NotFound for a team of another workspace. */
export async function removeTeamMember(ctx: Context, { teamId, memberId }: Membership): Promise<void> {
  allow(ctx, "teams:manage");
  await inTransaction(ctx, async (tx) => {
    await lockTeam(tx, teamId);
    await getMember(tx, memberId);
    const removed = await tx.q
      .delete(teamMembers)
      .where(
        and(
          eq(teamMembers.workspaceId, tx.workspaceId),
          eq(teamMembers.teamId, teamId),
          eq(teamMembers.memberId, memberId),
        ),
      )
      .returning();
    if (removed.length > 0) tx.emit({ name: "team.member_removed", data: { teamId, memberId } });
  });
}
