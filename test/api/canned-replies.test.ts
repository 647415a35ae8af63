import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createCannedReply } from "../../src/domain/canned/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { aPerson, aProgram, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aShopWithMail } from "../support/factories.ts";
import { aWorld } from "../support/world.ts";

let api: TestApi;
let world: { ctx: Context; ids: Record<"conversationId" | "cannedReplyId", string> };
let lead: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});
const ownWording = {
  name: "Where it is",
  shortcut: "where-it-is",
  body: "{{order.name|It}} is on its way.",
  language: null,
};
beforeEach(async () => {
  const { ctx, ids } = await aShopWithMail(api.db);
  const { id: cannedReplyId } = await createCannedReply(ctx, ownWording);
  world = { ctx, ids: { ...ids, cannedReplyId } };
  lead = await aPerson(api, world.ctx, "lead");
});

async function whereThereAreOrders() {
  const whole = await aWorld(api.db);
  world = whole;
  lead = await aPerson(api, whole.ctx, "lead");
  return whole.ids;
}

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

describe("a macro", () => {
  const steps = [
    { type: "assign", memberId: "me" },
    { type: "close" },
    { type: "shop_action", action: { kind: "order.refund", what: "shipping" } },
  ];

  test("does something beside its text or without one, and each change of it is a version", async () => {
    const { body: made } = await lead.post(path, { name: "Done", shortcut: "done", steps }).expect(201);
    const whole = { kind: "order.refund", what: "shipping", order: "conversation", to: "original", notify: true };
    expect(made).toMatchObject({ body: "", version: 1, problems: [] });
    expect(made.steps).toEqual([...steps.slice(0, 2), { type: "shop_action", action: { ...whole, restock: true } }]);
    const at = `${path}/${made.id}`;
    const same = await lead.patch(at, { steps: made.steps }).expect(200);
    expect(same.body.version).toBe(1);
    const changed = await lead.patch(at, { steps: [{ type: "close" }], version: 1 }).expect(200);
    expect(changed.body).toMatchObject({ steps: [{ type: "close" }], version: 2 });
    await lead.patch(at, { steps, version: 1 }).expect(409);
    const nothing = await lead.patch(at, { steps: [] }).expect(422);
    expect(nothing.body.details).toEqual({ field: "body" });
  });

  test.each([
    ["an unknown step", [{ type: "delete" }], /steps\.0/],
    ["an order by its id", [{ type: "shop_action", action: { kind: "order.tag", add: ["x"], orderId: "1" } }], /steps/],
    ["21 steps", Array(21).fill({ type: "close" }), /steps/],
    ["a variable that is none", [{ type: "add_note", body: "{{x.y}}" }], /there is no variable/],
  ])("with %s is refused, and the answer says where", async (_, given, says) => {
    const { body } = await lead.post(path, { ...wording, steps: given }).expect(422);
    expect(JSON.stringify(body)).toMatch(says);
  });

  test("that names what is archived meanwhile says so wherever it is read, keeps its text open to mending, and does not fit", async () => {
    const { body: tag } = await lead.post("/v1/tags", { name: "Old", color: "red" }).expect(201);
    const tagging = [{ type: "tag", tagId: tag.id }];
    const { body: made } = await lead.post(path, { ...wording, shortcut: "old", steps: tagging }).expect(201);
    await lead.delete(`/v1/tags/${tag.id}`).expect(204);
    const problems = [{ path: "steps.0.tagId", reason: "archived", message: "The tag is archived" }];
    const at = `${path}/${made.id}`;
    const agent = await aPerson(api, world.ctx, "agent");
    expect((await agent.get(at).expect(200)).body.problems).toEqual(problems);
    const { body: list } = await agent.get(`${path}?q=old`).expect(200);
    expect(list.data).toMatchObject([{ id: made.id, problems }]);
    await lead.patch(at, { body: "Mended", steps: tagging }).expect(200);
    const refused = await lead.patch(at, { steps: [...tagging, { type: "close" }] }).expect(422);
    expect(refused.body).toMatchObject({ detail: "The tag is archived", details: { field: "steps", problems } });
    const { conversationId } = world.ids;
    const { body: filled } = await agent.post(`${at}/rendering`, { conversationId }).expect(200);
    expect(filled.steps).toMatchObject([{ step: tagging[0], plan: null, problem: { reason: "archived" } }]);
  });

  test("is offered for a conversation with what to plan, and applied by itself once", async () => {
    const { conversationId, messageId, orderId } = await whereThereAreOrders();
    const tagging = [{ type: "shop_action", action: { kind: "order.tag", add: ["late"], order: "newest" } }];
    const { body: made } = await lead.post(path, { name: "Late", shortcut: "late", steps: tagging }).expect(201);
    const { body } = await lead.post(`${path}/${made.id}/rendering`, { conversationId }).expect(200);
    const [{ plan, problem }] = body.steps;
    expect(problem).toBeNull();
    expect(plan).toMatchObject({ conversationId, orderId, action: { kind: "order.tag", add: ["late"] } });
    await lead.post("/v1/actions", plan).expect(202);
    const apply = (more: object) => lead.post(`/v1/conversations/${conversationId}/steps`, more);
    const closing = { steps: [{ type: "close" }], clientId: "once", lastSeenMessageId: messageId };
    const { body: closed } = await apply(closing).expect(200);
    expect(closed.status).toBe("closed");
    await lead.delete(`/v1/conversations/${conversationId}/closure`).expect(200);
    expect((await apply(closing).expect(200)).body.status).toBe("open");
    // What goes to the shop is looked at first: there is no way around it.
    await apply({ steps: tagging }).expect(422);
    await lead
      .post(`/v1/conversations/${conversationId}/replies`, { body: "x", lastSeenMessageId: messageId, steps: tagging })
      .expect(422);
    const { agent, observer } = {
      agent: await aPerson(api, world.ctx, "agent"),
      observer: await aPerson(api, world.ctx, "observer"),
    };
    await agent.post(`/v1/conversations/${conversationId}/steps`, { steps: [{ type: "close" }] }).expect(200);
    await observer.post(`/v1/conversations/${conversationId}/steps`, { steps: [{ type: "close" }] }).expect(403);
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
    const { conversationId } = await whereThereAreOrders();
    const { body } = await lead.post(rendering(), { conversationId }).expect(200);
    expect(body).toEqual({ text: "Hi Mia, #1042 is shipped.", missing: [], steps: [] });
    expect((await lead.get(path).expect(200)).body.data).toMatchObject([{ usageCount: 1 }]);
  });

  test("says what is missing", async () => {
    const body = "{{order.tracking_url}}";
    const { conversationId } = await whereThereAreOrders();
    const { body: made } = await lead.post(path, { ...wording, body }).expect(201);
    const filled = await lead.post(`${path}/${made.id}/rendering`, { conversationId }).expect(200);
    expect(filled.body).toEqual({ text: "[order tracking url]", missing: ["order.tracking_url"], steps: [] });
  });

  test("needs a conversation of this workspace, a reply in use, and the right to answer", async () => {
    const { conversationId, cannedReplyId } = world.ids;
    const theirs = await aShopWithMail(api.db);
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
