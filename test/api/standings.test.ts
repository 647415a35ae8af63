import { beforeAll, describe, expect, test } from "@jest/globals";
import { rememberStandings } from "../../src/api/standings.ts";
import { permissionsOf, revokeApiKey } from "../../src/domain/access/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { now, useClock as setClock } from "../../src/platform/clock.ts";
import { type Database, inWorkspaces } from "../../src/platform/db.ts";
import { anApiKey, aPerson, startApi, type TestApi } from "../support/api.ts";
import { testDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";

let api: TestApi;
let workspace: Context;
/** Its commits reach this process by the tables only. */
let elsewhere: Database;

beforeAll(async () => {
  api = await startApi();
  workspace = await aWorkspace(api.db);
  elsewhere = await testDatabase();
});

const ask = (token: string) => api.send("get", "/v1/conversations").set("authorization", `Bearer ${token}`);
const revoke = (apiKeyId: string, db = api.db) =>
  revokeApiKey({ ...workspace, db, permissions: permissionsOf("owner") }, { apiKeyId });

describe("a caller who was here a moment ago", () => {
  test("is not looked up again, whoever else is busy", async () => {
    const { token } = await anApiKey(workspace, ["conversations:read"]);
    const standings = rememberStandings(api.db);
    const first = await standings.ofKey(token);
    api.db.commits.emit("commit", [(await aWorkspace(api.db)).workspaceId]);
    expect(await standings.ofKey(token)).toBe(first);
    standings.close();
  });

  test("is refused with the next request once this process has revoked the key", async () => {
    const { token, apiKey } = await anApiKey(workspace, ["conversations:read"]);
    await ask(token).expect(200);
    await revoke(apiKey.id);
    await ask(token).expect(401);
  });

  test("is not remembered from before the key was revoked, however the two meet", async () => {
    const standings = rememberStandings(api.db);
    for (let n = 0; n < 20; n++) {
      const { token, apiKey } = await anApiKey(workspace, ["conversations:read"]);
      await Promise.all([standings.ofKey(token), revoke(apiKey.id), standings.ofKey(token)]);
      expect(await standings.ofKey(token)).toBeNull();
    }
    standings.close();
  });

  test("is refused five seconds after another process has revoked the key", async () => {
    const { token, apiKey } = await anApiKey(workspace, ["conversations:read"]);
    await ask(token).expect(200);
    await revoke(apiKey.id, elsewhere);
    await passing(5_000, () => ask(token).expect(401));
  });

  test("has, five seconds after another process has changed it, her new role, and with her the keys she made", async () => {
    const { token, member } = await anApiKey(workspace, ["jobs:manage"]);
    const person = await aPerson(api, workspace, "lead");
    const deadJobs = () => api.send("get", "/v1/dead-jobs").set("authorization", `Bearer ${token}`);
    await deadJobs().expect(200);
    await person.get("/v1/dead-jobs").expect(200);
    await inWorkspaces(elsewhere.app, [workspace.workspaceId], async (tx) => {
      await tx`update members set role = 'observer'
        where workspace_id = ${workspace.workspaceId} and id in ${tx([member.id, person.memberId])}`;
    });
    await passing(5_000, async () => {
      await deadJobs().expect(403);
      await person.get("/v1/dead-jobs").expect(403);
    });
  });

  test("who was removed by another process is out five seconds later", async () => {
    const person = await aPerson(api, workspace);
    await person.get("/v1/conversations").expect(200);
    await inWorkspaces(elsewhere.app, [workspace.workspaceId], async (tx) => {
      await tx`delete from members where workspace_id = ${workspace.workspaceId} and id = ${person.memberId}`;
    });
    await passing(5_000, () => person.get("/v1/conversations").expect(401));
  });
});

test("a key that opens nothing is not remembered as such", async () => {
  const standings = rememberStandings(api.db);
  const { token, apiKey } = await anApiKey(workspace, ["conversations:read"]);
  const [entry] = await api.db.system.sql`delete from directory where row_id = ${apiKey.id} returning *`;
  expect(await standings.ofKey(token)).toBeNull();
  await api.db.system.sql`insert into directory ${api.db.system.sql(entry!)}`;
  expect(await standings.ofKey(token)).not.toBeNull();
  standings.close();
});

/** Does something as if this time had passed. */
async function passing(ms: number, work: () => PromiseLike<unknown>): Promise<void> {
  const moment = now().getTime() + ms;
  const putBack = setClock(() => new Date(moment));
  try {
    await work();
  } finally {
    putBack();
  }
}
