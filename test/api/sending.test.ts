import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aShopWithFiles, type ShopWithFiles } from "../support/written.ts";

let api: TestApi;
let world: ShopWithFiles;
let owner: LoggedIn;
let person: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  world = await aShopWithFiles(api.db);
  owner = await aPerson(api, world.ctx, "owner");
  person = await aPerson(api, world.ctx);
});

const at = () => `/v1/conversations/${world.ids.conversationId}`;
const reply = (more: object = {}) =>
  person.post(`${at()}/replies`, { body: "On its way", lastSeenMessageId: world.ids.messageId, ...more });
const kindsOf = (page: { data: { kind: string }[] }) => page.data.map(({ kind }) => kind);
const tomorrow = () => new Date(Date.now() + 24 * 3_600_000).toISOString();

describe("a reply for later", () => {
  test("is answered as scheduled, listed, called back into the draft, and listed no more", async () => {
    const sendAt = tomorrow();
    const { body } = await reply({ sendAt, bcc: [{ address: "boss@shop.example" }] }).expect(201);
    expect(body).toMatchObject({
      state: "scheduled",
      sendAt,
      canUndo: false,
      bcc: [{ address: "boss@shop.example", name: "" }],
    });
    const listed = async () =>
      (await person.get(`${at()}/scheduled-replies`).expect(200)).body.data.map(({ id }: { id: string }) => id);
    expect(await listed()).toEqual([world.ids.scheduledReplyId, body.id]);
    await person
      .get(`${at()}/messages`)
      .expect(200)
      .expect(({ body }) => expect(kindsOf(body)).not.toContain("reply"));
    const canceled = await person.delete(`/v1/scheduled-replies/${body.id}`).expect(200);
    expect(canceled.body).toMatchObject({ id: body.id, state: "canceled", text: "On its way" });
    expect(await listed()).toEqual([world.ids.scheduledReplyId]);
    const { body: drafts } = await person.get(`${at()}/my-drafts`).expect(200);
    expect(drafts).toMatchObject({ reply: { body: "On its way" }, note: null });
  });

  test("can be sent now, once, and then it is too late to call it back", async () => {
    const { body } = await reply({ sendAt: tomorrow() }).expect(201);
    const path = `/v1/scheduled-replies/${body.id}`;
    const now = () => person.post(`${path}/dispatch`, { lastSeenMessageId: world.ids.messageId });
    const { body: sent } = await now().expect(200);
    expect(sent).toMatchObject({ id: body.id, state: "queued", sendAt: null });
    expect((await now().expect(200)).body.id).toBe(body.id);
    expect((await person.delete(path).expect(409)).body.details).toEqual({ reason: "already_sent" });
  });

  test.each([
    ["a moment in the past", { sendAt: "2020-01-01T00:00:00Z" }],
    ["a moment that is none", { sendAt: "2026-13-45T99:99:99Z" }],
    ["a moment without a time zone", { sendAt: "2099-01-01T00:00:00" }],
    ["a moment in a hundred years", { sendAt: "2126-01-01T00:00:00Z" }],
    ["an address that is none", { cc: [{ address: "not an address" }] }],
    ["two addresses in one", { cc: [{ address: "a@b.example, c@d.example" }] }],
    ["a header in an address", { cc: [{ address: "a@b.example\r\nBcc: c@d.example" }] }],
    ["NUL in a name", { to: [{ address: "a@b.example", name: "a\0" }] }],
    ["nobody", { to: [] }],
    ["a hundred people", { cc: Array.from({ length: 100 }, (_, n) => ({ address: `p${n}@b.example` })) }],
  ])("with %s is refused, and nothing of it stays", async (_, wrong) => {
    const { body } = await reply(wrong).expect(422);
    expect(body.detail.length).toBeGreaterThan(10);
    await person.get(`${at()}/messages`).expect(({ body }) => expect(kindsOf(body)).not.toContain("reply"));
  });
});

describe("how long replies can be called back", () => {
  test("is set by who may, between 0 and 60 seconds, and then people's replies wait", async () => {
    const path = "/v1/settings/undo-send";
    expect((await person.get(path).expect(200)).body).toEqual({ email: 0, sms: 0 });
    await person.put(path, { email: 10, sms: 0 }).expect(403);
    for (const email of [-1, 61, 1.5, "10", null]) await owner.put(path, { email, sms: 0 }).expect(422);
    await owner.put(path, { email: 10, sms: 0, chat: 10 }).expect(422);
    await owner.put(path, { email: 10, sms: 0 }).expect(200);
    expect((await person.get(path)).body).toEqual({ email: 10, sms: 0 });
    expect((await reply().expect(201)).body).toMatchObject({ state: "scheduled", canUndo: true });
  });
});
