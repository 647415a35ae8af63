import { beforeAll, beforeEach, expect, test } from "@jest/globals";
import { aPerson, aProgram, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aShopWithMail, type ShopWithMail } from "../support/factories.ts";

let api: TestApi;
let world: ShopWithMail;
let ada: LoggedIn;
let ben: LoggedIn;
let at: string;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  world = await aShopWithMail(api.db);
  [ada, ben] = [await aPerson(api, world.ctx, "agent"), await aPerson(api, world.ctx, "observer")];
  at = `/v1/conversations/${world.ids.conversationId}`;
});

const listed = async (person: LoggedIn) => (await person.get("/v1/conversations").expect(200)).body.data[0].unread;

test("reading changes the reader's own list with the next request, and marking as unread changes it back", async () => {
  const { messageId } = world.ids;
  expect([await listed(ada), await listed(ben)]).toEqual([true, true]);
  expect((await ada.put(`${at}/reading`, { messageId }).expect(200)).body.unread).toBe(false);
  expect([await listed(ada), await listed(ben)]).toEqual([false, true]);
  expect((await ada.delete(`${at}/reading`).expect(200)).body.unread).toBe(true);
  expect(await listed(ada)).toBe(true);
});

test("a program reads nothing: it is told so, and no conversation is unread for it", async () => {
  const program = await aProgram(api, world.ctx, ["conversations:write"]);
  await program.put(`${at}/reading`, { messageId: world.ids.messageId }).expect(403);
  expect((await program.get(at).expect(200)).body.unread).toBe(false);
});

test.each([{}, { messageId: "x" }, { messageId: null }, { messageId: "00000000-0000-7000-8000-000000000000" }])(
  "reading up to %j is refused",
  async (input) => {
    await ada.put(`${at}/reading`, input).expect(422);
    expect(await listed(ada)).toBe(true);
  },
);

test("one follows for oneself with the right to read, for a colleague with the right to write", async () => {
  const ids = ({ body }: { body: { data: { id: string }[] } }) => body.data.map(({ id }) => id);
  expect(ids(await ben.put(`${at}/followers/${ben.memberId}`).expect(200))).toEqual([ben.memberId]);
  await ben.put(`${at}/followers/${ada.memberId}`).expect(403);
  await ada.put(`${at}/followers/${ada.memberId}`).expect(200);
  expect(ids(await ada.delete(`${at}/followers/${ben.memberId}`).expect(200))).toEqual([ada.memberId]);
  expect(ids(await ben.get(`${at}/followers`).expect(200))).toEqual([ada.memberId]);
});
