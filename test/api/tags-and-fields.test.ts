import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createField, setConversationFields } from "../../src/domain/fields/index.ts";
import { createTag, tagConversation } from "../../src/domain/tags/index.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aShopWithMail, type ShopWithMail } from "../support/factories.ts";

let api: TestApi;
let world: ShopWithMail;
let tagId: string;
let fieldId: string;
let lead: LoggedIn;
let agent: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  world = await aShopWithMail(api.db);
  const { ctx, ids } = world;
  tagId = (await createTag(ctx, { name: "Refund", color: "red" })).id;
  await tagConversation(ctx, { conversationId: ids.conversationId, tagId });
  const note = { key: "note", label: "Note", type: "text" as const, options: [] };
  fieldId = (await createField(ctx, { ...note, entity: "conversation" })).id;
  await createField(ctx, { ...note, entity: "customer" });
  await setConversationFields(ctx, { conversationId: ids.conversationId, values: { note: "Paid by card" } });
  [lead, agent] = [await aPerson(api, world.ctx, "lead"), await aPerson(api, world.ctx, "agent")];
});

describe("a tag", () => {
  test("is made by a lead, put on by an agent, and shown in the list and in the conversation", async () => {
    const at = `/v1/conversations/${world.ids.conversationId}`;
    const { body: tag } = await lead.post("/v1/tags", { name: "Urgent <b>" }).expect(201);
    expect(tag).toMatchObject({ name: "Urgent <b>", color: "gray", archivedAt: null });
    await agent.post("/v1/tags", { name: "Other" }).expect(403);
    const tagged = await agent.put(`${at}/tags/${tag.id}`).expect(200);
    expect(tagged.body.tagIds.toSorted()).toEqual([tagId, tag.id].toSorted());
    expect((await agent.get(at).expect(200)).body.tagIds).toHaveLength(2);
    expect((await agent.get("/v1/conversations").expect(200)).body.data[0].tagIds).toHaveLength(2);
    expect((await agent.delete(`${at}/tags/${tagId}`).expect(200)).body.tagIds).toEqual([tag.id]);
    await agent.delete(`${at}/tags/${tagId}`).expect(200);
  });

  test("is renamed, archived, listed apart and restored", async () => {
    const at = `/v1/tags/${tagId}`;
    const names = async (query = "") =>
      (await agent.get(`/v1/tags${query}`).expect(200)).body.data.map(({ name }: { name: string }) => name);
    await lead.post("/v1/tags", { name: "Ärger", color: "blue" }).expect(201);
    await lead.patch(at, { name: "Zurück" }).expect(200);
    expect(await names()).toEqual(["Ärger", "Zurück"]);
    expect((await lead.patch(at, { name: "arger" }).expect(409)).body.details.reason).toBe("name_taken");
    await lead.delete(at).expect(204);
    expect([await names(), await names("?archived=true")]).toEqual([["Ärger"], ["Zurück"]]);
    await lead.post(`${at}/restoration`).expect(200);
    expect(await names()).toEqual(["Ärger", "Zurück"]);
  });

  test.each([
    { name: "a\0b" },
    { name: "" },
    { name: "A", color: "#f00" },
    { name: 1 },
    { name: "A", archivedAt: null },
  ])("made of %j is refused", async (input) => {
    await lead.post("/v1/tags", input).expect(422);
  });
});

describe("custom fields", () => {
  test("are set on a conversation and on a customer, and say what is wrong with a value", async () => {
    const at = `/v1/conversations/${world.ids.conversationId}/fields`;
    const options = [{ value: "gold", label: "Gold" }];
    const plan = { entity: "conversation", key: "plan", label: "Plan", type: "select", options };
    await lead.post("/v1/fields", plan).expect(201);
    await agent.post("/v1/fields", { ...plan, key: "other" }).expect(403);
    const { body } = await agent.patch(at, { values: { plan: "gold" }, seen: { plan: null } }).expect(200);
    expect(body).toEqual({ values: { note: "Paid by card", plan: "gold" } });
    expect((await agent.get(at).expect(200)).body).toEqual(body);
    const wrong = await agent.patch(at, { values: { plan: "silver" } }).expect(422);
    expect(wrong.body).toMatchObject({ detail: "Plan has no such option; it has gold", details: { field: "plan" } });
    const late = await agent.patch(at, { values: { plan: null }, seen: { plan: null } }).expect(409);
    expect(late.body.details).toEqual({ reason: "changed_meanwhile", fields: { plan: "gold" } });
    const customer = `/v1/customers/${world.ids.customerId}`;
    const set = await agent.patch(`${customer}/fields`, { values: { note: "Likes birch" } }).expect(200);
    expect(set.body.fields).toEqual({ note: "Likes birch" });
    expect((await agent.get(customer).expect(200)).body).toEqual(set.body);
  });

  test("keep key, entity and type, and are archived and restored", async () => {
    const at = `/v1/fields/${fieldId}`;
    for (const change of [{ key: "other" }, { entity: "customer" }, { type: "number" }])
      await lead.patch(at, change).expect(422);
    expect((await lead.patch(at, { label: "Remark" }).expect(200)).body).toMatchObject({
      key: "note",
      label: "Remark",
    });
    await lead.delete(at).expect(204);
    expect((await agent.get("/v1/fields?entity=conversation").expect(200)).body.data).toEqual([]);
    expect((await agent.get("/v1/fields?archived=true").expect(200)).body.data).toHaveLength(1);
    await lead.post(`${at}/restoration`).expect(200);
    expect((await agent.get("/v1/fields").expect(200)).body.data).toHaveLength(2);
  });

  test("are not set with NUL, nested values, or 101 at once", async () => {
    const at = `/v1/conversations/${world.ids.conversationId}/fields`;
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`k${n}`, "x"]));
    for (const values of [{ note: "a\0b" }, { note: { a: 1 } }, { "no\0te": "x" }, many, "note", [["note", "x"]]]) {
      await agent.patch(at, { values }).expect(422);
    }
    expect((await agent.get(at).expect(200)).body.values).toEqual({ note: "Paid by card" });
  });
});
