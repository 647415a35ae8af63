import { beforeAll, describe, expect, test } from "@jest/globals";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aShopWithMail, type ShopWithMail } from "../support/factories.ts";

let api: TestApi;
let world: ShopWithMail;
let lead: LoggedIn;
beforeAll(async () => {
  api = await startApi();
  world = await aShopWithMail(api.db);
  lead = await aPerson(api, world.ctx, "lead");
});

const conversation = (rest = "") => `/v1/conversations/${world.ids.conversationId}${rest}`;

test("a status is made, given, shown and, as long as conversations have it, archived instead of deleted", async () => {
  const { body: made } = await lead.post("/v1/statuses", { category: "closed", name: "Refunded" }).expect(201);
  const { body: given } = await lead.put(conversation("/status"), { statusId: made.id }).expect(200);
  expect(given).toMatchObject({ status: "closed", folder: "closed", ownStatus: { id: made.id, name: "Refunded" } });
  await lead.delete(`/v1/statuses/${made.id}`).expect(204);
  const { body: archived } = await lead.get("/v1/statuses?archived=true").expect(200);
  expect(archived.data).toMatchObject([{ id: made.id, name: "Refunded", isDefault: false }]);
  await lead.post(`/v1/statuses/${made.id}/restoration`).expect(200);
  await lead.delete(conversation("/closure")).expect(200);
  await lead.delete(`/v1/statuses/${made.id}`).expect(204);
  await lead.get("/v1/statuses?archived=true").expect(200, { data: [], nextCursor: null });
});

describe("a snooze", () => {
  const snooze = (body: object) => lead.put(conversation("/snooze"), body);

  test("is given with an offset, or as clocks of a time zone show it", async () => {
    const year = new Date().getUTCFullYear() + 1;
    const at = `${year}-07-01T07:00:00.000Z`;
    for (const body of [
      { until: `${year}-07-01T09:00:00+02:00` },
      { until: `${year}-07-01T09:00`, timeZone: "Europe/Berlin" },
      { until: at },
    ]) {
      const { body: snoozed } = await snooze(body).expect(200);
      expect(snoozed).toMatchObject({ status: "waiting", snoozedUntil: at });
    }
  });

  test.each([
    [
      "in a time zone that does not exist",
      { until: "2030-07-01T09:00", timeZone: "Mars/Olympus" },
      /no such time zone/,
    ],
    ["with an offset that does not exist", { until: "2030-07-01T09:00:00+99:00" }, /until/],
    ["without offset and zone", { until: "2030-07-01T09:00" }, /offset/],
    ["with offset and zone", { until: "2030-07-01T09:00:00Z", timeZone: "Europe/Berlin" }, /offset/],
    ["on a day that does not exist", { until: "2030-02-30T09:00:00Z" }, /until/],
    ["in the past", { until: "2020-01-01T00:00:00Z" }, /past/],
    ["with a NUL in it", { until: "2030-07-01T09:00", timeZone: "Europe/\u0000Berlin" }, /NUL/],
  ])("%s is refused, and says why", async (_, body, why) => {
    const before = (await lead.get(conversation()).expect(200)).body;
    const { body: problem } = await snooze(body).expect(422);
    expect(JSON.stringify(problem)).toMatch(why);
    expect((await lead.get(conversation()).expect(200)).body).toEqual(before);
  });
});

test("how channels reopen is told of all, and changed by who may", async () => {
  const owner = await aPerson(api, world.ctx, "owner");
  const { body: listed } = await lead.get("/v1/channels").expect(200);
  expect(listed.data[0]).toEqual({ channel: "email", newAfterDays: null, thanksKeepClosed: false });
  await lead.patch("/v1/channels/email", { newAfterDays: 10 }).expect(403);
  const { body: changed } = await owner.patch("/v1/channels/email", { newAfterDays: 10 }).expect(200);
  expect(changed).toEqual({ channel: "email", newAfterDays: 10, thanksKeepClosed: false });
  const { body: kept } = await owner.patch("/v1/channels/email", { thanksKeepClosed: true }).expect(200);
  expect(kept).toEqual({ channel: "email", newAfterDays: 10, thanksKeepClosed: true });
});
