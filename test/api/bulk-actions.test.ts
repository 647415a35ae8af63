import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { runBulkAction } from "../../src/domain/bulk/index.ts";
import { listConversations } from "../../src/domain/conversations/index.ts";
import { createTag, tagConversation } from "../../src/domain/tags/index.ts";
import { aPerson, aProgram, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aMessage, aShopWithMail, receive, type ShopWithMail } from "../support/factories.ts";

let api: TestApi;
let world: ShopWithMail;
let tagId: string;
let lead: LoggedIn;
let agent: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  world = await aShopWithMail(api.db);
  tagId = (await createTag(world.ctx, { name: "Refund", color: "red" })).id;
  await tagConversation(world.ctx, { conversationId: world.ids.conversationId, tagId });
  [lead, agent] = [await aPerson(api, world.ctx, "lead"), await aPerson(api, world.ctx, "agent")];
});

const path = "/v1/bulk-actions";
const run = (bulkActionId: string) => runBulkAction(world.ctx, { bulkActionId });

async function conversations(count: number): Promise<string[]> {
  const at = { workspaceId: world.ctx.workspaceId, connectionId: world.ids.connectionId };
  await receive(
    api.db,
    Array.from({ length: count }, () => aMessage(at)),
  );
  return (await listConversations(world.ctx, { folder: "open", limit: 100 })).map(({ id }) => id);
}

describe("a bulk action", () => {
  test("is counted, started, followed, and undone", async () => {
    const ids = await conversations(4);
    const wanted = {
      selection: { filter: { field: "status", operator: "is", value: "open" } },
      action: { type: "tag", tagId },
    };
    const preview = await agent.post(`${path}/preview`, wanted).expect(200);
    expect(preview.body).toEqual({ conversations: ids.length, complete: true });
    const { body: begun } = await agent.post(path, wanted).expect(202);
    expect(begun).toMatchObject({
      ...{ state: "selecting", total: null, done: 0, undoable: false, undoOf: null, undoneBy: null },
      action: wanted.action,
      selection: { by: "filter", viewId: null },
    });
    await run(begun.id);
    const { body: done } = await agent.get(`${path}/${begun.id}`).expect(200);
    expect(done).toMatchObject({ state: "done", total: 5, done: 4, skipped: 1, failed: 0, undoable: true });
    const { body: problems } = await agent.get(`${path}/${begun.id}/results?outcome=skipped`).expect(200);
    expect(problems).toEqual({
      data: [
        {
          ...{ conversationId: world.ids.conversationId, subject: "Where is my order?", channel: "email" },
          ...{ outcome: "skipped", reason: "already_so", message: "It was so already" },
        },
      ],
      nextCursor: null,
    });
    const results = async (outcome: string) =>
      (await agent.get(`${path}/${begun.id}/results?outcome=${outcome}`).expect(200)).body.data;
    expect(await results("failed")).toEqual([]);
    const changed = ids.filter((id) => id !== world.ids.conversationId).toSorted();
    expect(await results("done")).toMatchObject(changed.map((conversationId) => ({ conversationId, reason: null })));
    expect((await agent.get(`${path}/${begun.id}/results`).expect(200)).body.data).toHaveLength(5);
    const { body: undo } = await agent.post(`${path}/${begun.id}/undo`).expect(202);
    expect(undo).toMatchObject({ state: "running", undoOf: begun.id, total: 4 });
    await run(undo.id);
    const { body: list } = await agent.get(path).expect(200);
    expect(list.data).toMatchObject([
      { id: undo.id, done: 4 },
      { id: begun.id, undoneBy: undo.id, undoable: false },
    ]);
  });

  test("pages through what it did not change, in order and each once", async () => {
    const selection = { conversationIds: await conversations(6) };
    const { body: begun } = await agent.post(path, { selection, action: { type: "reopen" } }).expect(202);
    await run(begun.id);
    const found: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await agent.get(`${path}/${begun.id}/results?limit=3${cursor}`).expect(200);
      found.push(...body.data.map((row: { conversationId: string }) => row.conversationId));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
    }
    expect(found).toEqual(selection.conversationIds.toSorted());
  });

  test("is listed page by page, one's own only, and everybody's for a lead", async () => {
    const selection = { conversationIds: [world.ids.conversationId] };
    for (const type of ["close", "reopen", "trash"])
      await agent.post(path, { selection, action: { type } }).expect(202);
    const first = await agent.get(`${path}?limit=2`).expect(200);
    const cursor = encodeURIComponent(first.body.nextCursor);
    const second = await agent.get(`${path}?limit=2&cursor=${cursor}`).expect(200);
    const types = [...first.body.data, ...second.body.data].map(({ action }) => action.type);
    expect([types, second.body.nextCursor]).toEqual([["trash", "reopen", "close"], null]);
    expect((await lead.get(path).expect(200)).body.data).toHaveLength(3);
    const [{ id }] = first.body.data;
    const other = await aPerson(api, world.ctx, "agent");
    await other.get(`${path}/${id}`).expect(404);
    await other.post(`${path}/${id}/cancellation`).expect(404);
    expect((await lead.post(`${path}/${id}/cancellation`).expect(200)).body.state).toBe("cancelled");
  });

  test("another workspace's conversations are reported as not there, and nothing of theirs changes", async () => {
    const theirs = await aShopWithMail(api.db);
    const selection = { conversationIds: [theirs.ids.conversationId] };
    const { body: begun } = await agent.post(path, { selection, action: { type: "close" } }).expect(202);
    await run(begun.id);
    expect((await agent.get(`${path}/${begun.id}`)).body).toMatchObject({ state: "done", done: 0, failed: 1 });
    const { body } = await agent.get(`${path}/${begun.id}/results`).expect(200);
    expect(body.data).toMatchObject([{ reason: "not_found", subject: null }]);
    expect(await listConversations(theirs.ctx, { folder: "open", limit: 5 })).toHaveLength(1);
  });

  test("is started by a program with the scope, and seen by it", async () => {
    const program = await aProgram(api, world.ctx, ["conversations:write"]);
    const selection = { conversationIds: [world.ids.conversationId] };
    const { body: begun } = await program.post(path, { selection, action: { type: "close" } }).expect(202);
    await run(begun.id);
    expect((await program.get(`${path}/${begun.id}`).expect(200)).body).toMatchObject({
      ...{ state: "done", done: 1, startedBy: { type: "app" } },
    });
    const reader = await aProgram(api, world.ctx, ["conversations:read"]);
    await reader.post(path, { selection, action: { type: "close" } }).expect(403);
  });
});

describe("what cannot be started is refused", () => {
  const nobody = "01970000-0000-7000-8000-000000000000";
  const close = { type: "close" };
  test.each<[unknown, number, RegExp]>([
    [{ selection: { conversationIds: [] }, action: close }, 422, /conversationIds/],
    [{ selection: { conversationIds: Array(1001).fill(nobody) }, action: close }, 422, /1000/],
    [{ selection: { conversationIds: Array(10_000).fill(nobody) }, action: close }, 413, /./],
    [{ selection: {}, action: close }, 422, /conversationIds/],
    [{ selection: { conversationIds: [nobody], viewId: nobody }, action: close }, 422, /viewId/],
    [{ selection: { conversationIds: ["1"] }, action: close }, 422, /conversationIds/],
    [{ selection: { viewId: nobody }, action: close }, 404, /not found/],
    [
      {
        selection: { filter: { and: Array(200).fill({ field: "status", operator: "is", value: "open" }) } },
        action: close,
      },
      422,
      /50 conditions/,
    ],
    [{ selection: { filter: { field: "mood", operator: "is", value: 1 } }, action: close }, 422, /mood/],
    [{ selection: { conversationIds: [nobody] }, action: { type: "delete" } }, 422, /action/],
    [{ selection: { conversationIds: [nobody] }, action: { type: "close", force: true } }, 422, /action/],
    [
      { selection: { conversationIds: [nobody] }, action: { type: "snooze", until: "2020-01-01T00:00:00Z" } },
      422,
      /past/,
    ],
    [{ selection: { conversationIds: [nobody] }, action: { type: "assign" } }, 422, /memberId/],
    [{ selection: { conversationIds: [nobody] }, action: { type: "tag", tagId: nobody } }, 404, /Tag/],
    [{ selection: { conversationIds: [nobody] }, action: { type: "set_field", key: "x", value: "a\0b" } }, 422, /NUL/],
  ])("%#", async (input, status, says) => {
    for (const at of [path, `${path}/preview`]) {
      const answer = await agent.post(at, Object(input)).expect(status);
      expect(answer.text).toMatch(says);
    }
  });

  test("with 429 and when to come again, while five are running", async () => {
    const wanted = { selection: { conversationIds: [world.ids.conversationId] }, action: close };
    for (let n = 0; n < 5; n++) await agent.post(path, wanted).expect(202);
    const answer = await agent.post(path, wanted).expect(429);
    expect(answer.body.details).toMatchObject({ reason: "too_many_running", limit: 5 });
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  });
});
