import { and, asc, eq, getTableColumns, inArray } from "drizzle-orm";
import type { Query } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import type { Author } from "../conversations/index.ts";
import { inTransaction, read } from "../events/index.ts";
import { type Context, registerInDirectory } from "../workspaces/index.ts";
import { nameOfRule } from "./queries.ts";
import { allow, type Role } from "./rules.ts";
import { type CustomRole, type Member, members, roles, type User } from "./tables.ts";

/** Makes a person a member of the workspace; safe to repeat, the first role stays. */
export async function addMember(ctx: Context, { user, role }: { user: User; role: Role }): Promise<Member> {
  return inTransaction(ctx, async (tx) => {
    const { id: userId, name, email } = user;
    const added = { workspaceId: tx.workspaceId, id: newId(), userId, name, email, role };
    const [row] = await tx.q.insert(members).values(added).onConflictDoNothing().returning();
    if (!row) return memberOfUser(tx, userId);
    await registerInDirectory(tx, { kind: "member", key: userId, rowId: row.id });
    tx.emit({ name: "member.joined", data: { memberId: row.id, to: role } });
    return row;
  });
}

/** With the role of the workspace's own that the member has, if any. */
export type MemberWithRole = Member & { customRole: Pick<CustomRole, "id" | "name"> | null };

export async function listMembers(ctx: Context): Promise<MemberWithRole[]> {
  allow(ctx, "members:read");
  return read(ctx, (q) =>
    withRole(ctx, q).where(eq(members.workspaceId, ctx.workspaceId)).orderBy(asc(members.name), asc(members.id)),
  );
}

function withRole(ctx: Context, q: Query) {
  const role = and(eq(roles.workspaceId, ctx.workspaceId), eq(roles.id, members.customRoleId));
  return q
    .select({ ...getTableColumns(members), customRole: { id: roles.id, name: roles.name } })
    .from(members)
    .leftJoin(roles, role);
}

/** Those of these ids that are members here. */
export async function findMembers(ctx: Context, ids: readonly string[]): Promise<Pick<Member, "id" | "name">[]> {
  if (ids.length === 0) return [];
  return read(ctx, (q) =>
    q
      .select({ id: members.id, name: members.name })
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspaceId), inArray(members.id, [...ids]))),
  );
}

/** @throws NotFound also for a member of another workspace. */
export async function getMember(ctx: Context, memberId: string): Promise<MemberWithRole> {
  const [row] = await read(ctx, (q) =>
    withRole(ctx, q).where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, memberId))),
  );
  if (!row) throw new NotFound("Member", memberId);
  return row;
}

async function memberOfUser(ctx: Context, userId: string): Promise<Member> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.userId, userId))),
  );
  if (!row) throw new NotFound("Member of user", userId);
  return row;
}

/** Who stands as author of what this context writes. */
export async function authorOf(ctx: Context): Promise<Author> {
  const { actor } = ctx;
  if (actor.type === "member") return { type: "member", id: actor.id, name: (await getMember(ctx, actor.id)).name };
  if (actor.type === "rule") return { type: "rule", id: actor.id, name: await nameOfRule(ctx, actor.id) };
  if (actor.type === "ai") return { type: "ai", id: actor.id, name: "AI agent" };
  if (actor.type === "app") return { type: "app", id: actor.id, name: "App" };
  return { type: "system", id: null, name: "Parley" };
}
