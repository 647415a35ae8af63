import { beforeAll, describe, expect, test } from "@jest/globals";
import { aPerson, aProgram, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aShopWithMail } from "../support/factories.ts";
import { aWorld, type World } from "../support/world.ts";

let api: TestApi;
let world: World;
let lead: LoggedIn;
let agent: LoggedIn;
beforeAll(async () => {
  api = await startApi();
  world = await aWorld(api.db);
  [lead, agent] = [await aPerson(api, world.ctx, "lead"), await aPerson(api, world.ctx, "agent")];
});

describe("teams", () => {
  test("are made, renamed, archived and brought back by a lead", async () => {
    const { body: made } = await lead.post("/v1/teams", { name: " Returns " }).expect(201);
    expect(made).toMatchObject({ name: "Returns", mode: "off", members: [], archivedAt: null });
    const path = `/v1/teams/${made.id}`;
    const { body: changed } = await lead.patch(path, { name: "Refunds", mode: "round_robin" }).expect(200);
    expect(changed).toMatchObject({ name: "Refunds", mode: "round_robin" });
    const { body: joined } = await lead.put(`${path}/members/${agent.memberId}`).expect(200);
    expect(joined.members).toEqual([{ id: agent.memberId, name: "Ada Holm" }]);
    await lead.delete(`${path}/members/${agent.memberId}`).expect(204);
    await lead.delete(path).expect(204);
    const names = async (query: string) =>
      (await agent.get(`/v1/teams${query}`).expect(200)).body.data.map(({ name }: { name: string }) => name);
    expect(await names("")).toEqual(["Support"]);
    expect(await names("?archived=true")).toEqual(["Refunds"]);
    await lead.post(`${path}/restoration`).expect(200);
    expect(await names("")).toEqual(["Refunds", "Support"]);
  });

  test("have names of their own, whatever the case, and names that can be shown", async () => {
    const taken = await lead.post("/v1/teams", { name: "SUPPORT" }).expect(409);
    expect(taken.body.details.reason).toBe("name_taken");
    const both = await Promise.all([1, 2].map(() => lead.post("/v1/teams", { name: "Twice" })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    for (const name of ["", "  ", "x".repeat(61), "a\0b", 7]) await lead.post("/v1/teams", { name }).expect(422);
    const { body } = await lead.post("/v1/teams", { name: "<b>Bold</b>" }).expect(201);
    expect(body.name).toBe("<b>Bold</b>");
  });

  test("an agent sees them and changes nothing", async () => {
    const path = `/v1/teams/${world.ids.teamId}`;
    await agent.get(path).expect(200);
    await agent.get(`${path}/queue`).expect(200);
    await agent.patch(path, { mode: "round_robin" }).expect(403);
    await agent.put(`${path}/members/${agent.memberId}`).expect(403);
    await agent.patch(`/v1/members/${agent.memberId}/capacity`, { email: 1 }).expect(403);
    await agent.put(`/v1/connections/${world.ids.connectionId}/team`, { teamId: world.ids.teamId }).expect(403);
  });

  test("a queue says how much waits, and since when", async () => {
    const path = `/v1/teams/${world.ids.teamId}/queue`;
    expect((await agent.get(path).expect(200)).body).toEqual({ waiting: 0, oldestSince: null });
    const conversation = `/v1/conversations/${world.ids.conversationId}`;
    const { body } = await agent.put(`${conversation}/assignee`, { teamId: world.ids.teamId }).expect(200);
    expect(body).toMatchObject({ assignee: null, team: { id: world.ids.teamId, name: "Support" } });
    const since = (await agent.get(conversation).expect(200)).body.waitingSince;
    expect((await agent.get(path).expect(200)).body).toEqual({ waiting: 1, oldestSince: since });
  });
});

describe("the inbox of a team", () => {
  test("holds its conversations only, in pages, and `mine` is all one's teams", async () => {
    const own = await aWorld(api.db);
    const [boss, member] = [await aPerson(api, own.ctx, "lead"), await aPerson(api, own.ctx)];
    await boss.put(`/v1/conversations/${own.ids.conversationId}/assignee`, { teamId: own.ids.teamId }).expect(200);
    const { body: other } = await boss.post("/v1/teams", { name: "Other" }).expect(201);
    const idsOf = async (person: LoggedIn, query: string) =>
      (await person.get(`/v1/conversations?${query}`).expect(200)).body.data.map(({ id }: { id: string }) => id);
    expect(await idsOf(boss, `team=${own.ids.teamId}`)).toEqual([own.ids.conversationId]);
    expect(await idsOf(boss, `team=${own.ids.teamId}&assignee=none`)).toEqual([own.ids.conversationId]);
    expect(await idsOf(boss, `team=${other.id}`)).toEqual([]);
    expect(await idsOf(member, "team=mine")).toEqual([]);
    await boss.put(`/v1/teams/${other.id}/members/${member.memberId}`).expect(200);
    expect(await idsOf(member, "team=mine")).toEqual([]);
    await boss.put(`/v1/teams/${own.ids.teamId}/members/${member.memberId}`).expect(200);
    expect(await idsOf(member, "team=mine")).toEqual([own.ids.conversationId]);
    const program = await aProgram(api, own.ctx, ["conversations:read"]);
    await program.get("/v1/conversations?team=mine").expect(422);
  });
});

describe("two people assigning at once", () => {
  test("one wins, and both see it", async () => {
    const own = await aShopWithMail(api.db);
    const people = await Promise.all([1, 2].map(() => aPerson(api, own.ctx)));
    const path = `/v1/conversations/${own.ids.conversationId}`;
    const answers = await Promise.all(people.map((person) => person.post(`${path}/claim`)));
    const won = answers.findIndex(({ status }) => status === 200);
    const lost = answers[1 - won]!;
    expect(lost.status).toBe(409);
    const winner = { id: people[won]!.memberId, name: "Ada Holm" };
    expect(lost.body).toMatchObject({
      detail: "Ada Holm has this conversation",
      details: { reason: "taken", assignee: winner },
    });
    for (const person of people) expect((await person.get(path)).body.assignee).toEqual(winner);
  });

  test("a program cannot take one, and nothing named is refused", async () => {
    const program = await aProgram(api, world.ctx, ["conversations:write"]);
    await program.post(`/v1/conversations/${world.ids.conversationId}/claim`).expect(403);
    await agent.put(`/v1/conversations/${world.ids.conversationId}/assignee`, {}).expect(422);
  });
});

describe("availability", () => {
  test("is set by oneself, shown to colleagues, and by a lead for others", async () => {
    const path = `/v1/members/${agent.memberId}`;
    const { body } = await agent.put(`${path}/availability`, { intent: "away" }).expect(200);
    expect(body.availability).toMatchObject({ intent: "away", state: "away" });
    await agent.put(`/v1/members/${lead.memberId}/availability`, { intent: "away" }).expect(403);
    await lead.put(`${path}/availability`, { intent: "online" }).expect(200);
    await agent.put(`${path}/availability`, { intent: "busy" }).expect(422);
    const { body: list } = await lead.get("/v1/members").expect(200);
    const shown = list.data.find(({ id }: { id: string }) => id === agent.memberId);
    expect(shown).toMatchObject({ availability: { state: "online" }, capacity: { email: 20, chat: 4 } });
    const { body: changed } = await lead.patch(`${path}/capacity`, { email: 3, chat: null }).expect(200);
    expect(changed.capacity).toEqual({ email: 3, sms: 10, chat: 4, voice: 1 });
    await lead.patch(`${path}/capacity`, { email: -1 }).expect(422);
  });
});

test("a mailbox sends its new conversations to a team in use, or to none", async () => {
  const path = `/v1/connections/${world.ids.connectionId}/team`;
  const { body } = await lead.put(path, { teamId: world.ids.teamId }).expect(200);
  expect(body.defaultTeamId).toBe(world.ids.teamId);
  const { body: old } = await lead.post("/v1/teams", { name: "Old" }).expect(201);
  await lead.delete(`/v1/teams/${old.id}`).expect(204);
  expect((await lead.put(path, { teamId: old.id }).expect(409)).body.details.reason).toBe("archived");
  expect((await lead.put(path, { teamId: null }).expect(200)).body.defaultTeamId).toBeNull();
});
