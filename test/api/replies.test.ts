import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { aPerson, aProgram, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aMessage, aShopWithMail, receive, type ShopWithMail } from "../support/factories.ts";
import { aWorld, type World } from "../support/world.ts";

let api: TestApi;
let world: World;
let shop: ShopWithMail;
let owner: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});
const freshWorld = async () => {
  world = await aWorld(api.db);
  owner = await aPerson(api, world.ctx, "owner");
  return `/v1/conversations/${world.ids.conversationId}`;
};
const freshShop = async () => {
  shop = await aShopWithMail(api.db);
  owner = await aPerson(api, shop.ctx, "owner");
  return `/v1/conversations/${shop.ids.conversationId}`;
};

describe("a reply", () => {
  test("is queued for the customer under the author's name, and uses up the draft", async () => {
    const path = await freshWorld();
    const input = { body: "On its way.", lastSeenMessageId: world.ids.messageId, draftId: world.ids.draftId };
    const { body } = await owner.post(`${path}/replies`, input).expect(201);
    expect(body).toMatchObject({
      kind: "reply",
      state: "queued",
      text: "On its way.",
      author: { type: "member", id: owner.memberId },
      to: [{ address: "mia@mail.example" }],
    });
    await owner.get(`${path}/draft`).expect(404);
    const { body: thread } = await owner.get(`${path}/messages`).expect(200);
    expect(thread.data.map(({ id }: { id: string }) => id).slice(0, 2)).toEqual([body.id, world.ids.messageId]);
  });

  test("that has not seen the newest message is refused with what is new, unless forced", async () => {
    const path = await freshShop();
    const seen = { lastSeenMessageId: shop.ids.messageId };
    await owner.post(`${path}/replies`, { body: "First", ...seen }).expect(201);
    const { body } = await owner.post(`${path}/replies`, { body: "Second", ...seen }).expect(409);
    expect(body).toMatchObject({
      code: "conflict",
      details: { reason: "newer_messages", messages: [{ preview: "First" }] },
    });
    await owner.post(`${path}/replies`, { body: "Second", ...seen, force: true }).expect(201);
  });

  test("made from a draft is refused when that is no longer the conversation's", async () => {
    const path = await freshWorld();
    const input = { body: "On its way.", lastSeenMessageId: world.ids.messageId };
    const changed = { code: "conflict", details: { reason: "draft_changed" } };
    const replaced = await owner.post(`${path}/replies`, { ...input, draftId: randomUUID() }).expect(409);
    expect(replaced.body).toMatchObject(changed);
    await owner.get(`${path}/draft`).expect(200);
    await owner.delete(`${path}/draft`).expect(204);
    const discarded = await owner.post(`${path}/replies`, { ...input, draftId: world.ids.draftId }).expect(409);
    expect(discarded.body).toMatchObject(changed);
    await owner.post(`${path}/replies`, input).expect(201);
  });

  test("tells beforehand whom it goes to", async () => {
    const path = await freshShop();
    const { workspaceId } = shop.ctx;
    const { connectionId } = shop.ids;
    const mail = aMessage({ workspaceId, connectionId }, { replyTo: { address: "eve@evil.example", name: "Mia" } });
    await receive(api.db, [mail]);
    const { body: before } = await owner.get(`${path}/recipients`).expect(200);
    const people = [{ address: "mia@mail.example", name: "Mia Berg" }];
    const mailbox = { address: "support@shop.example", name: "" };
    expect(before).toEqual({ to: people, cc: [], warnings: [], refusal: null, participants: [...people, mailbox] });
    const { body: inbox } = await owner.get("/v1/conversations?limit=1").expect(200);
    const { body } = await owner.get(`/v1/conversations/${inbox.data[0].id}/recipients`).expect(200);
    expect(body.to).toEqual(before.to);
    expect(body.warnings).toEqual([{ code: "reply_to_ignored", message: expect.stringContaining("eve@evil.example") }]);
  });

  test("sent twice with the author's own key is one reply", async () => {
    const path = await freshShop();
    const input = { body: "Once", lastSeenMessageId: shop.ids.messageId, clientMessageId: "k1" };
    const first = await owner.post(`${path}/replies`, input).expect(201);
    const second = await owner.post(`${path}/replies`, input).expect(201);
    expect(second.body.id).toBe(first.body.id);
  });

  test("by an API key carries the app as its author", async () => {
    const path = await freshShop();
    const program = await aProgram(api, shop.ctx, ["conversations:write"]);
    const { body } = await program
      .post(`${path}/replies`, { body: "Hi", lastSeenMessageId: shop.ids.messageId })
      .expect(201);
    expect(body).toMatchObject({ author: { type: "app" }, via: "api" });
    await program.get(path).expect(200);
    await program.get("/v1/members").expect(403);
  });

  test.each([{}, { body: "" }, { body: "   " }, { body: "x".repeat(50_001) }, { body: 7 }])(
    "needs a body: %j",
    async (input) => {
      const path = await freshShop();
      await owner.post(`${path}/replies`, { lastSeenMessageId: shop.ids.messageId, ...input }).expect(422);
    },
  );
});
