import { beforeAll, describe, expect, test } from "@jest/globals";
import { isForPages, takesBody } from "../../src/api/endpoint.ts";
import { createRole, permissions, setMemberRole } from "../../src/domain/access/index.ts";
import { updateCannedReply } from "../../src/domain/canned/index.ts";
import { assignConversation } from "../../src/domain/conversations/index.ts";
import { addTeamMember, createTeam, removeTeamMember, updateTeam } from "../../src/domain/teams/index.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { endpoints, pathOf } from "../support/requests.ts";
import { aWorld, fingerprint, type World } from "../support/world.ts";

let api: TestApi;
let world: World;
let teamId: string;
/** May do everything but see private teams. */
let outsider: LoggedIn;
/** In the team, and no more than an agent. */
let insider: LoggedIn;
beforeAll(async () => {
  api = await startApi();
  world = await aWorld(api.db);
  const { ctx, ids } = world;
  ({ id: teamId } = await createTeam(ctx, { name: "Legal", isPrivate: true }));
  await assignConversation(ctx, { conversationId: ids.conversationId, teamId });
  await updateCannedReply(ctx, { cannedReplyId: ids.cannedReplyId, teamId });
  outsider = await aPerson(api, ctx, "agent");
  insider = await aPerson(api, ctx, "agent");
  await addTeamMember(ctx, { teamId, memberId: insider.memberId });
  const everything = permissions.filter((permission) => permission !== "private_teams:read");
  const { id } = await createRole(ctx, { name: "Everything else", permissions: everything });
  await setMemberRole(ctx, { memberId: outsider.memberId, role: id! });
});

const own = ["conversationId", "messageId", "draftId", "attachmentId", "scheduledReplyId", "cannedReplyId"] as const;
const bearing = endpoints.filter(({ endpoint }) => own.some((name) => endpoint.path.includes(`:${name}`)));
const reading = endpoints.filter(
  (named) =>
    named.endpoint.method === "get" &&
    named.endpoint.scope !== "session" &&
    !isForPages(named.endpoint.scope) &&
    !bearing.includes(named),
);

describe("a conversation of a private team does not exist for who is not in it", () => {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await fingerprint(world.ctx);
  });

  test.each(bearing)("$name answers as for one that is not there", async ({ endpoint }) => {
    const missing = { ...world.ids, ...Object.fromEntries(own.map((name) => [name, crypto.randomUUID()])) };
    const ask = (ids: Record<string, string>) => {
      const path = pathOf(endpoint, ids);
      return takesBody(endpoint) ? outsider[endpoint.method](path, {}) : outsider[endpoint.method](path);
    };
    const [about, none] = [await ask(world.ids), await ask(missing)];
    expect([about.status, about.body.code]).toEqual([none.status, none.body.code]);
    expect(about.status).toBeGreaterThanOrEqual(400);
  });

  test("nothing has changed by any of it", async () => {
    expect(await fingerprint(world.ctx)).toEqual(before);
  });

  test.each(reading)("$name shows nothing of it", async ({ endpoint }) => {
    // What happened is told by ids, to everybody who may follow or audit: whoever asks for them gets nothing.
    if (endpoint.scope === "events:read" || endpoint.scope === "audit:read") return;
    const { text } = await outsider.get(pathOf(endpoint, world.ids));
    for (const name of own) expect(text).not.toContain(world.ids[name]);
    expect(text).not.toContain(teamId);
  });
});

test("its members see it and work on it", async () => {
  const path = pathOf({ path: "/v1/conversations/:conversationId" } as never, world.ids);
  await insider.get(path).expect(200);
  await insider.get(`${path}/messages`).expect(200);
  await insider.put(`${path}/priority`, { priority: "high" }).expect(200);
  const { body } = await insider.get("/v1/conversations").expect(200);
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual([world.ids.conversationId]);
});

test("an owner sees it", async () => {
  const owner = await aPerson(api, world.ctx, "owner");
  await owner.get(`/v1/conversations/${world.ids.conversationId}`).expect(200);
});

test("who joins sees it with the next request, who leaves no more, and open to all it is everybody's", async () => {
  const person = await aPerson(api, world.ctx, "agent");
  const sees = async () => (await person.get(`/v1/conversations/${world.ids.conversationId}`)).status;
  expect(await sees()).toBe(404);
  await addTeamMember(world.ctx, { teamId, memberId: person.memberId });
  expect(await sees()).toBe(200);
  await removeTeamMember(world.ctx, { teamId, memberId: person.memberId });
  expect(await sees()).toBe(404);
  await updateTeam(world.ctx, { teamId, isPrivate: false });
  expect(await sees()).toBe(200);
  await updateTeam(world.ctx, { teamId, isPrivate: true });
  expect(await sees()).toBe(404);
});

test("nobody moves a conversation into a private team she does not see", async () => {
  const other = await aWorld(api.db);
  const { id } = await createTeam(other.ctx, { name: "Legal", isPrivate: true });
  const agent = await aPerson(api, other.ctx, "agent");
  await agent.put(`/v1/conversations/${other.ids.conversationId}/assignee`, { teamId: id }).expect(404);
});
