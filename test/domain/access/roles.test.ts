import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  createRole,
  deleteRole,
  findRole,
  getMember,
  listRoles,
  type Permission,
  permissionsOfMember,
  type Role,
  setMemberRole,
  updateRole,
} from "../../../src/domain/access/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

let db: Database;
let workspace: Context;
let owner: Context;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  workspace = await aWorkspace(db);
  owner = await aMember(workspace, "owner");
});

const idOf = ({ actor }: Context) => (actor.type === "member" ? actor.id : "");
const roleOf = async (ctx: Context) => (await getMember(workspace, idOf(ctx))).role;
const allowedNow = async (ctx: Context) =>
  permissionsOfMember((await findRole(db, { workspaceId: ctx.workspaceId, memberId: idOf(ctx) }))!);
const reader: Permission[] = ["conversations:read", "orders:read"];

describe("a role of the workspace's own", () => {
  test("allows what it names, and seeing what it may change, from the next request on", async () => {
    const agent = await aMember(workspace, "agent");
    const role = await createRole(owner, { name: "Refunds desk", permissions: ["conversations:write", "orders:read"] });
    await setMemberRole(owner, { memberId: idOf(agent), role: role.id! });
    expect([...(await allowedNow(agent))].toSorted()).toEqual([
      "conversations:read",
      "conversations:write",
      "orders:read",
    ]);
    await updateRole(owner, { roleId: role.id!, permissions: reader });
    expect([...(await allowedNow(agent))].toSorted()).toEqual(reader.toSorted());
  });

  test("is listed behind the built-in ones, with how many members have it", async () => {
    const agent = await aMember(workspace, "agent");
    const { id } = await createRole(owner, { name: "Night shift", permissions: reader });
    await setMemberRole(owner, { memberId: idOf(agent), role: id! });
    const roles = await listRoles(owner);
    expect(roles.map(({ name, members }) => [name, members])).toEqual([
      ["owner", 1],
      ["admin", 0],
      ["lead", 0],
      ["agent", 0],
      ["observer", 0],
      ["Night shift", 1],
    ]);
  });

  test("has one name in the workspace, whatever its case, and none of a built-in role", async () => {
    await createRole(owner, { name: "Équipe", permissions: [] });
    for (const name of ["equipe", " ÉQUIPE ", "Owner", "custom"]) {
      await expect(createRole(owner, { name, permissions: [] })).rejects.toMatchObject({
        code: "conflict",
        details: { reason: "name_taken" },
      });
    }
    const { id } = await createRole(owner, { name: "Other", permissions: [] });
    await expect(updateRole(owner, { roleId: id!, name: "EQUIPE" })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is not deleted while somebody has it, not even when both happen at once", async () => {
    for (let n = 0; n < 10; n++) {
      const agent = await aMember(workspace, "agent");
      const { id } = await createRole(owner, { name: `Role ${n}`, permissions: reader });
      const outcomes = await Promise.allSettled([
        setMemberRole(owner, { memberId: idOf(agent), role: id! }),
        deleteRole(owner, { roleId: id! }),
      ]);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await roleOf(agent)).toBe(outcomes[0]!.status === "fulfilled" ? "custom" : "agent");
    }
  });

  test("is another workspace's secret", async () => {
    const stranger = await aMember(await aWorkspace(db), "owner");
    const { id } = await createRole(owner, { name: "Ours", permissions: reader });
    for (const attempt of [
      updateRole(stranger, { roleId: id!, name: "Theirs" }),
      deleteRole(stranger, { roleId: id! }),
      setMemberRole(stranger, { memberId: idOf(stranger), role: id! }),
      setMemberRole(stranger, { memberId: idOf(owner), role: "observer" }),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/not_found|conflict/) });
    }
    expect(await roleOf(owner)).toBe("owner");
  });
});

describe("nobody hands out more than she has", () => {
  const manager = async () => {
    const ctx = await aMember(workspace, "observer");
    const { id } = await createRole(owner, { name: "Manager", permissions: ["members:manage", ...reader] });
    await setMemberRole(owner, { memberId: idOf(ctx), role: id! });
    return { ctx: { ...ctx, permissions: await allowedNow(ctx) }, roleId: id! };
  };

  test("neither by a new role, nor by a wider one, nor to herself", async () => {
    const { ctx, roleId } = await manager();
    const refused = { code: "forbidden" };
    await expect(createRole(ctx, { name: "Keys", permissions: ["api_keys:manage"] })).rejects.toMatchObject(refused);
    await expect(updateRole(ctx, { roleId, permissions: ["members:manage", "api_keys:manage"] })).rejects.toMatchObject(
      refused,
    );
    await expect(setMemberRole(ctx, { memberId: idOf(ctx), role: "admin" })).rejects.toMatchObject(refused);
  });

  test.each<Role>(["admin", "lead", "agent", "observer"])("%s makes and unmakes no owner", async (role) => {
    const ctx = await aMember(workspace, role);
    const other = await aMember(workspace, "owner");
    await expect(setMemberRole(ctx, { memberId: idOf(ctx), role: "owner" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(setMemberRole(ctx, { memberId: idOf(other), role: "agent" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("an owner who was unmade a moment ago makes no owner any more", async () => {
    const former = await aMember(workspace, "owner");
    await setMemberRole(owner, { memberId: idOf(former), role: "admin" });
    await expect(setMemberRole(former, { memberId: idOf(former), role: "owner" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

test("the last owner stays, and of two who unmake each other one does", async () => {
  await expect(setMemberRole(owner, { memberId: idOf(owner), role: "admin" })).rejects.toMatchObject({
    code: "conflict",
    details: { reason: "last_owner" },
  });
  for (let n = 0; n < 10; n++) {
    const other = await aMember(workspace, "owner");
    await Promise.allSettled([
      setMemberRole(owner, { memberId: idOf(other), role: "agent" }),
      setMemberRole(other, { memberId: idOf(owner), role: "agent" }),
    ]);
    const owners = [owner, other].map(roleOf);
    expect((await Promise.all(owners)).toSorted()).toEqual(["agent", "owner"]);
    if ((await roleOf(owner)) === "agent") await setMemberRole(other, { memberId: idOf(owner), role: "owner" });
    await setMemberRole(owner, { memberId: idOf(other), role: "agent" });
  }
});

test("what was allowed before and after stands in the audit trail; a change without a difference does not", async () => {
  const { id } = await createRole(owner, { name: "Desk", permissions: ["orders:read"] });
  await updateRole(owner, { roleId: id!, permissions: reader });
  await updateRole(owner, { roleId: id!, permissions: reader, name: "Desk" });
  const { events } = await listEvents(workspace, { after: 0, limit: 100 });
  expect(events.filter(({ name }) => name.startsWith("role.")).map(({ name, data }) => [name, data])).toEqual([
    ["role.created", { roleId: id, to: "orders:read" }],
    ["role.updated", { roleId: id, from: "orders:read", to: reader.join(" ") }],
  ]);
});
