import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { aPerson, aProgram, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aWorld, type World } from "../support/world.ts";

let api: TestApi;
let world: World;
let lead: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  world = await aWorld(api.db);
  lead = await aPerson(api, world.ctx, "lead");
});

const path = "/v1/canned-replies";
const wording = { name: "Refunds", shortcut: "refund-policy", body: "Hi {{customer.first_name}}, we refund it." };

describe("a canned reply", () => {
  test("is made, shown, changed, archived and restored", async () => {
    const { body: made } = await lead.post(path, wording).expect(201);
    expect(made).toMatchObject({ ...wording, language: null, version: 1, usageCount: 0, createdBy: lead.memberId });
    const at = `${path}/${made.id}`;
    expect((await lead.get(at).expect(200)).body).toEqual(made);
    const changed = await lead.patch(at, { body: "New", language: "pt-br", version: 1 }).expect(200);
    expect(changed.body).toMatchObject({ name: "Refunds", body: "New", language: "pt-BR", version: 2 });
    await lead.delete(at).expect(204);
    await lead.delete(at).expect(204);
    expect((await lead.get(at).expect(200)).body.archivedAt).not.toBeNull();
    const { body: restored } = await lead.post(`${at}/restoration`).expect(200);
    expect(restored).toEqual(changed.body);
  });

  test("whose text names an unknown variable is refused with the place and the nearest known one", async () => {
    const body = "Hi\n{{customer.frist_name}}";
    const answer = await lead.post(path, { ...wording, body }).expect(422);
    expect(answer.body).toMatchObject({
      code: "invalid_input",
      detail: "Line 2, column 1: there is no variable {{customer.frist_name}}; did you mean {{customer.first_name}}?",
      details: {
        reason: "template",
        problems: [{ variable: "customer.frist_name", line: 2, column: 1, nearest: "customer.first_name" }],
      },
    });
    await lead.patch(`${path}/${world.ids.cannedReplyId}`, { body }).expect(422);
  });

  test.each([
    ["no text", { body: "" }],
    ["too long a text", { body: "x".repeat(10_001) }],
    ["NUL", { body: "a\0b" }],
    ["a shortcut with spaces", { shortcut: "refund policy" }],
    ["a language that is none", { language: "???" }],
    ["an unknown field", { archivedAt: null }],
    ["a use it did not have", { usageCount: 7 }],
  ])("with %s is refused", async (_, changes) => {
    await lead.post(path, { ...wording, ...changes }).expect(422);
    await lead.patch(`${path}/${world.ids.cannedReplyId}`, changes).expect(422);
  });

  test("with a shortcut that is taken is refused, and so is a change of what somebody else has changed", async () => {
    const { body: made } = await lead.post(path, wording).expect(201);
    const second = await lead.post(path, wording).expect(409);
    expect(second.body.details).toEqual({ reason: "shortcut_taken", shortcut: "refund-policy" });
    await lead.patch(`${path}/${world.ids.cannedReplyId}`, { shortcut: "refund-policy" }).expect(409);
    await lead.patch(`${path}/${made.id}`, { name: "A", version: 1 }).expect(200);
    const late = await lead.patch(`${path}/${made.id}`, { name: "B", version: 1 }).expect(409);
    expect(late.body.details).toEqual({ reason: "changed_meanwhile", version: 2 });
  });

  test("is read by agents and written by leads", async () => {
    const agent = await aPerson(api, world.ctx, "agent");
    await agent.get(path).expect(200);
    await agent.post(path, wording).expect(403);
    await agent.delete(`${path}/${world.ids.cannedReplyId}`).expect(403);
  });
});

describe("the list", () => {
  test("searches, keeps to a language, pages, and shows the archived on demand", async () => {
    for (const shortcut of ["a", "b", "c"]) await lead.post(path, { ...wording, shortcut, language: "de" }).expect(201);
    const shortcuts = async (query: string) => {
      const { body } = await lead.get(`${path}?${query}`).expect(200);
      return body.data.map((row: { shortcut: string }) => row.shortcut);
    };
    expect(await shortcuts("q=REFUND")).toEqual(["a", "b", "c"]);
    expect(await shortcuts("language=fr")).toEqual(["where-it-is"]);
    const { body: first } = await lead.get(`${path}?limit=3`).expect(200);
    expect(first.data).toHaveLength(3);
    expect(await shortcuts(`limit=3&cursor=${encodeURIComponent(first.nextCursor)}`)).toEqual(["where-it-is"]);
    await lead.get(`${path}?q=x&cursor=${encodeURIComponent(first.nextCursor)}`).expect(422);
    await lead.get(`${path}?language=not%20one`).expect(422);
    await lead.delete(`${path}/${world.ids.cannedReplyId}`).expect(204);
    expect(await shortcuts("archived=true")).toEqual(["where-it-is"]);
    expect(await shortcuts("")).toEqual(["a", "b", "c"]);
  });
});

describe("filling in", () => {
  const rendering = () => `${path}/${world.ids.cannedReplyId}/rendering`;

  test("gives the text for a conversation and counts the use", async () => {
    const { conversationId } = world.ids;
    const { body } = await lead.post(rendering(), { conversationId }).expect(200);
    expect(body).toEqual({ text: "Hi Mia, #1042 is shipped.", missing: [] });
    expect((await lead.get(path).expect(200)).body.data).toMatchObject([{ usageCount: 1 }]);
  });

  test("says what is missing", async () => {
    const body = "{{order.tracking_url}}";
    const { body: made } = await lead.post(path, { ...wording, body }).expect(201);
    const { conversationId } = world.ids;
    const filled = await lead.post(`${path}/${made.id}/rendering`, { conversationId }).expect(200);
    expect(filled.body).toEqual({ text: "[order tracking url]", missing: ["order.tracking_url"] });
  });

  test("needs a conversation of this workspace, a reply in use, and the right to answer", async () => {
    const { conversationId, cannedReplyId } = world.ids;
    const theirs = await aWorld(api.db);
    await lead.post(rendering(), { conversationId: theirs.ids.conversationId }).expect(404);
    await lead.post(rendering(), { conversationId: randomUUID() }).expect(404);
    await lead.post(rendering(), {}).expect(422);
    await (await aPerson(api, world.ctx, "observer")).post(rendering(), { conversationId }).expect(403);
    const program = await aProgram(api, world.ctx, ["conversations:write", "canned_replies:read"]);
    const refused = await program.post(rendering(), { conversationId }).expect(403);
    expect(refused.body.details.permission).toBe("orders:read");
    await lead.delete(`${path}/${cannedReplyId}`).expect(204);
    await lead.post(rendering(), { conversationId }).expect(409);
    expect((await lead.get(`${path}/${cannedReplyId}`)).body.usageCount).toBe(0);
  });
});
