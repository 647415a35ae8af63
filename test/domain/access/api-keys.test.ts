import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  allow,
  createApiKey,
  findApiKey,
  listApiKeys,
  permissions,
  permissionsOf,
  permissionsOfKey,
  revokeApiKey,
  roles,
} from "../../../src/domain/access/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

let db: Database;
let owner: Context;
beforeAll(async () => {
  db = await testDatabase();
  owner = await aMember(await aWorkspace(db), "owner");
});

describe("an API key", () => {
  test("is found by its token, which is kept as a hash only", async () => {
    const { apiKey, token } = await createApiKey(owner, { name: "Sync", scopes: ["members:read"] });
    expect(token).toMatch(/^parley_[\w-]{43}$/);
    expect(await findApiKey(db, token)).toMatchObject({ id: apiKey.id, workspaceId: owner.workspaceId });
    expect(JSON.stringify(await listApiKeys(owner))).not.toContain(token);
    expect(await findApiKey(db, `${token}x`)).toBeNull();
  });

  test("opens nothing once it is revoked", async () => {
    const { apiKey, token } = await createApiKey(owner, { name: "Sync", scopes: ["members:read"] });
    await revokeApiKey(owner, { apiKeyId: apiKey.id });
    expect(await findApiKey(db, token)).toBeNull();
    await expect(revokeApiKey(owner, { apiKeyId: apiKey.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("another workspace cannot revoke it", async () => {
    const { apiKey, token } = await createApiKey(owner, { name: "Sync", scopes: ["members:read"] });
    const stranger = await aMember(await aWorkspace(db), "owner");
    await expect(revokeApiKey(stranger, { apiKeyId: apiKey.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await findApiKey(db, token)).not.toBeNull();
  });

  test("is made by owners and admins, with no more than they may do", async () => {
    for (const role of roles) {
      const ctx = await aMember({ ...owner, permissions: "all" }, role);
      const made = createApiKey(ctx, { name: "Sync", scopes: ["conversations:read"] });
      if (role === "owner" || role === "admin") await expect(made).resolves.toBeTruthy();
      else await expect(made).rejects.toMatchObject({ code: "forbidden" });
    }
    const bounded: Context = { ...owner, permissions: new Set(["api_keys:manage"]) };
    await expect(createApiKey(bounded, { name: "Sync", scopes: ["jobs:manage"] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("what is allowed", () => {
  test("each role may do what the one below it may", () => {
    const ranked = ["observer", "agent", "lead", "admin", "owner"] as const;
    for (const [i, role] of ranked.slice(1).entries()) {
      expect([...permissionsOf(ranked[i]!)].filter((one) => !permissionsOf(role).has(one))).toEqual([]);
    }
    expect([...permissionsOf("owner")].toSorted()).toEqual([...permissions].toSorted());
    expect([...permissionsOf("observer")].every((one) => one.endsWith(":read"))).toBe(true);
  });

  test("a key's scopes count as far as its maker's role goes; writing implies reading", () => {
    expect([...permissionsOfKey(["conversations:write"], { role: "agent", custom: null })].toSorted()).toEqual([
      "conversations:read",
      "conversations:write",
    ]);
    expect([...permissionsOfKey(["jobs:manage", "events:read"], { role: "agent", custom: null })]).toEqual([
      "events:read",
    ]);
    expect([...permissionsOfKey(["unknown"], { role: "owner", custom: null })]).toEqual([]);
  });

  test("nothing without the permission, everything for the system", () => {
    expect(() => allow({ permissions: new Set() }, "events:read")).toThrow(
      expect.objectContaining({ code: "forbidden" }),
    );
    expect(() => allow({ permissions: "all" }, "events:read")).not.toThrow();
  });
});
