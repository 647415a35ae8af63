import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { assignConversation } from "../../src/domain/conversations/index.ts";
import { listEvents } from "../../src/domain/events/index.ts";
import { archiveTag } from "../../src/domain/tags/index.ts";
import { addTeamMember, createTeam, updateTeam } from "../../src/domain/teams/index.ts";
import { keepCounts } from "../../src/domain/views/index.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { aPerson, aProgram, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aMessage, receive } from "../support/factories.ts";
import { aWorld, type World } from "../support/world.ts";

let api: TestApi;
let world: World;
let lead: LoggedIn;
let agent: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  world = await aWorld(api.db);
  [lead, agent] = [await aPerson(api, world.ctx, "lead"), await aPerson(api, world.ctx, "agent")];
});

const path = "/v1/views";
const open = { field: "status", operator: "is", value: "open" };
const wording = { name: "Open", visibility: "shared", filter: open };

describe("a view", () => {
  test("is made, counted, shown, changed and deleted", async () => {
    const { body: made } = await lead.post(path, wording).expect(201);
    expect(made).toMatchObject({
      ...wording,
      sort: "last_activity",
      count: null,
      counted: true,
      broken: false,
      version: 1,
    });
    while (await keepCounts(api.db));
    const at = `${path}/${made.id}`;
    expect((await agent.get(at).expect(200)).body).toEqual({ ...made, count: 1 });
    const rows = await agent.get(`${at}/conversations`).expect(200);
    const inbox = await agent.get("/v1/conversations").expect(200);
    expect(rows.body).toEqual(inbox.body);
    const filter = { and: [open, { field: "tag", operator: "any_of", value: [world.ids.tagId] }] };
    const changed = await lead.patch(at, { filter, sort: "created", version: 1 }).expect(200);
    expect(changed.body).toMatchObject({ name: "Open", filter, sort: "created", version: 2, count: null });
    const late = await lead.patch(at, { name: "B", version: 1 }).expect(409);
    expect(late.body.details).toEqual({ reason: "changed_meanwhile", version: 2 });
    await lead.delete(at).expect(204);
    await lead.get(at).expect(404);
  });

  test("that is private is seen by its owner only: others do not find it, whatever they may do", async () => {
    const { body: mine } = await agent.post(path, { ...wording, visibility: "private" }).expect(201);
    const at = `${path}/${mine.id}`;
    await agent.get(`${at}/conversations`).expect(200);
    for (const other of [lead, await aPerson(api, world.ctx, "owner")]) {
      await other.get(at).expect(404);
      await other.get(`${at}/conversations`).expect(404);
      await other.patch(at, { name: "Mine" }).expect(404);
      await other.delete(at).expect(404);
      expect((await other.get(path)).text).not.toContain(mine.id);
    }
    expect((await agent.get(path)).body.data.map(({ id }: { id: string }) => id)).toContain(mine.id);
  });

  test("that is shared is managed by leads: an agent neither makes, changes nor takes one", async () => {
    await agent.post(path, wording).expect(403);
    const at = `${path}/${world.ids.viewId}`;
    await agent.patch(at, { name: "Ours" }).expect(403);
    await agent.patch(at, { visibility: "private" }).expect(403);
    await agent.delete(at).expect(403);
    const { body: mine } = await agent.post(path, { ...wording, visibility: "private" }).expect(201);
    await agent.patch(`${path}/${mine.id}`, { visibility: "shared" }).expect(403);
  });

  test("of a team is seen by those in it and by who manages views, and by nobody else", async () => {
    const { id: teamId } = await createTeam(world.ctx, { name: "Returns" });
    await lead.post(path, { ...wording, visibility: "team" }).expect(422);
    await agent.post(path, { ...wording, visibility: "team", teamId }).expect(403);
    const { body: ours } = await lead.post(path, { ...wording, visibility: "team", teamId }).expect(201);
    expect(ours).toMatchObject({ visibility: "team", teamId });
    const at = `${path}/${ours.id}`;
    for (const one of [at, `${at}/conversations`]) await agent.get(one).expect(404);
    expect((await agent.get(path)).text).not.toContain(ours.id);
    await addTeamMember(world.ctx, { teamId, memberId: agent.memberId });
    for (const one of [at, `${at}/conversations`]) await agent.get(one).expect(200);
    expect((await agent.get(path)).text).toContain(ours.id);
    await agent.patch(at, { name: "Mine" }).expect(403);
    await agent.delete(at).expect(403);
    await lead.patch(at, { visibility: "shared" }).expect(200);
    expect((await lead.get(at)).body).toMatchObject({ visibility: "shared", teamId: null });
  });

  test("counts for each what she sees: conversations of private teams for their members only", async () => {
    const { body: view } = await lead.post(path, wording).expect(201);
    while (await keepCounts(api.db));
    const { id: teamId } = await createTeam(world.ctx, { name: "Legal", isPrivate: true });
    const insider = await aPerson(api, world.ctx, "agent");
    await addTeamMember(world.ctx, { teamId, memberId: insider.memberId });
    await assignConversation(world.ctx, { conversationId: world.ids.conversationId, teamId });
    while (await keepCounts(api.db));
    const numbers = async (person: LoggedIn) => {
      const rows = (await person.get(`${path}/${view.id}/conversations`).expect(200)).body.data.length;
      return [(await person.get(`${path}/${view.id}`)).body.count, rows];
    };
    expect([await numbers(insider), await numbers(agent)]).toEqual([
      [1, 1],
      [0, 0],
    ]);
    const { events } = await listEvents(world.ctx, { after: 0, limit: 500 });
    const told = events.filter(({ name }) => name === "view.counted").at(-1)!;
    expect(told.data).toMatchObject({ counts: {}, viewIds: expect.arrayContaining([view.id]) });
    await updateTeam(world.ctx, { teamId, isPrivate: false });
    expect(await numbers(agent)).toEqual([1, 1]);
  });

  test("that names a private team is there for its members only", async () => {
    const { id: teamId } = await createTeam(world.ctx, { name: "Legal", isPrivate: true });
    const owner = await aPerson(api, world.ctx, "owner");
    const filter = { field: "team", operator: "is", value: teamId };
    const { body: view } = await owner.post(path, { ...wording, filter }).expect(201);
    await owner.get(`${path}/${view.id}`).expect(200);
    for (const one of [`${path}/${view.id}`, `${path}/${view.id}/conversations`]) await agent.get(one).expect(404);
    expect((await agent.get(path)).text).not.toContain(teamId);
    await agent.post(`${path}/preview`, { filter }).expect(422);
  });

  test("that a program makes is shared", async () => {
    const program = await aProgram(api, world.ctx, ["views:write", "views:manage", "conversations:read"]);
    await program.post(path, { ...wording, visibility: "private" }).expect(403);
    const { body } = await program.post(path, wording).expect(201);
    await program.get(`${path}/${body.id}/conversations`).expect(200);
  });

  test("that asks for “me” is another one for everybody: shared it is shown and not counted", async () => {
    const filter = { field: "assignee", operator: "is", value: "me" };
    const { body: view } = await lead.post(path, { ...wording, filter }).expect(201);
    expect(view).toMatchObject({ counted: false, count: null });
    await assignConversation(world.ctx, { conversationId: world.ids.conversationId, memberId: agent.memberId });
    while (await keepCounts(api.db));
    const shown = async (person: LoggedIn) =>
      (await person.get(`${path}/${view.id}/conversations`).expect(200)).body.data;
    expect(await shown(agent)).toHaveLength(1);
    expect(await shown(lead)).toHaveLength(0);
    const program = await aProgram(api, world.ctx, ["views:read", "conversations:read"]);
    await program.get(`${path}/${view.id}/conversations`).expect(422);
    await lead.patch(`${path}/${view.id}`, { sort: "created" }).expect(422);
    const { body: own } = await agent.post(path, { ...wording, visibility: "private", filter }).expect(201);
    while (await keepCounts(api.db));
    expect((await agent.get(`${path}/${own.id}`)).body).toMatchObject({ counted: true, count: 1 });
  });

  test("that asks for something gone says that it is broken, and shows nothing instead of everything", async () => {
    const filter = { field: "fields.note", operator: "is_not", value: "Paid" };
    const { body: view } = await lead.post(path, { ...wording, filter }).expect(201);
    const without = { and: [{ field: "tag", operator: "none_of", value: [world.ids.tagId] }] };
    const { body: untagged } = await lead.post(path, { ...wording, filter: without }).expect(201);
    await forget("conversation_field_values", "field_id", world.ids.fieldId);
    await forget("fields", "id", world.ids.fieldId);
    await forget("conversation_tags", "tag_id", world.ids.tagId);
    await forget("tags", "id", world.ids.tagId);
    while (await keepCounts(api.db));
    for (const [{ id }, where] of [
      [view, "field"],
      [untagged, "and.0.value"],
    ] as const) {
      const shown = (await agent.get(`${path}/${id}`).expect(200)).body;
      expect(shown).toMatchObject({ broken: true, count: null, problems: [{ path: where, breaks: true }] });
      const refused = await agent.get(`${path}/${id}/conversations`).expect(409);
      expect(refused.body.details).toMatchObject({ reason: "broken_view" });
    }
  });

  test("that asks for an archived tag goes on, and says so", async () => {
    await archiveTag(world.ctx, { tagId: world.ids.tagId });
    const { body } = await agent.get(`${path}/${world.ids.viewId}`).expect(200);
    expect(body).toMatchObject({ broken: false, problems: [{ path: "value", breaks: false }] });
    await agent.get(`${path}/${world.ids.viewId}/conversations`).expect(200);
  });

  test("leaves spam and trash out, unless its filter speaks of folders", async () => {
    const everything = { and: [] };
    const { body: all } = await lead.post(path, { ...wording, filter: everything }).expect(201);
    const trashed = { field: "folder", operator: "is", value: "trash" };
    const { body: trash } = await lead.post(path, { ...wording, filter: trashed }).expect(201);
    await lead.post(`/v1/conversations/${world.ids.conversationId}/trash`).expect(200);
    const count = async ({ id }: { id: string }) => (await lead.get(`${path}/${id}/conversations`)).body.data.length;
    // What is left is closed; the calls were there before.
    expect([await count(all), await count(trash)]).toEqual([1, 2]);
    while (await keepCounts(api.db));
    expect([await count(all), await count(trash)]).toEqual([1, 2]);
  });

  test.each([
    ["a filter that is none", { filter: "open" }],
    ["no filter", { filter: undefined }],
    ["a variable that does not exist", { filter: { field: "fields.nothing", operator: "is", value: "x" } }],
    ["an empty name", { name: " " }],
    ["an unknown order", { sort: "random" }],
    ["another workspace's member", { filter: { field: "assignee", operator: "is", value: crypto.randomUUID() } }],
  ])("with %s is refused", async (_, changes) => {
    await lead.post(path, { ...wording, ...changes }).expect(422);
  });

  test("is one of a hundred at most, also when two are made at once", async () => {
    const made = await Promise.all(Array.from({ length: 104 }, () => lead.post(path, wording)));
    const refused = made.filter(({ status }) => status === 409);
    expect(made.filter(({ status }) => status === 201)).toHaveLength(99);
    expect(refused[0]!.body.details).toEqual({ reason: "too_many_views", limit: 100 });
  }, 60_000);
});

test("pages of a view follow each other without a gap, before and after it is counted", async () => {
  const { workspaceId } = world.ctx;
  const { connectionId } = world.ids;
  const sentAt = new Date();
  await receive(
    api.db,
    Array.from({ length: 30 }, () => aMessage({ workspaceId, connectionId }, { sentAt })),
  );
  const { body: view } = await lead.post(path, wording).expect(201);
  const walk = async () => {
    const ids: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await agent.get(`${path}/${view.id}/conversations?limit=7${cursor}`).expect(200);
      ids.push(...body.data.map(({ id }: { id: string }) => id));
      if (body.nextCursor === null) return ids;
      cursor = `&cursor=${body.nextCursor}`;
    }
  };
  const before = await walk();
  while (await keepCounts(api.db));
  expect(await walk()).toEqual(before);
  expect(new Set(before).size).toBe(31);
});

describe("the preview", () => {
  test("shows the newest that fit, and says when there is more", async () => {
    const { body } = await agent.post(`${path}/preview`, { filter: open }).expect(200);
    expect(body).toMatchObject({ data: [{ id: world.ids.conversationId }], complete: true });
    const waiting = { field: "status", operator: "is", value: "waiting" };
    expect((await agent.post(`${path}/preview`, { filter: waiting })).body.data).toEqual([]);
  });

  test("says what is wrong with a filter, and where", async () => {
    const filter = { or: [open, { field: "priorty", operator: "is", value: "high" }] };
    const { body } = await agent.post(`${path}/preview`, { filter }).expect(422);
    expect(body.details).toEqual({
      reason: "filter",
      problems: [{ path: "or.1.field", message: "There is no field “priorty”; did you mean “priority”?" }],
    });
  });
});

test("what can be filtered by is listed with the operators, the words and the workspace's own fields", async () => {
  const { body } = await agent.get("/v1/filter-fields").expect(200);
  const named = (name: string) => body.data.find((field: { name: string }) => field.name === name);
  expect(named("priority")).toMatchObject({
    kind: "choice",
    choices: expect.arrayContaining([{ value: "high", label: "High" }]),
  });
  expect(named("tag")).toMatchObject({
    refers: "tag",
    operators: expect.arrayContaining([{ name: "all_of", takes: "list" }]),
  });
  expect(named("fields.note")).toMatchObject({ kind: "text", label: "Note" });
  expect(named("customer_fields.note").operators).toContainEqual({ name: "is_set", takes: "nothing" });
});

async function forget(table: string, column: string, id: string): Promise<void> {
  await inWorkspaces(
    api.db.app,
    [world.ctx.workspaceId],
    (sql) => sql`delete from ${sql(table)} where ${sql(column)} = ${id}`,
  );
}
