import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { until } from "../../support/until.ts";
import { aPhoneShop, credentials, mia, type PhoneShop } from "./phone-shop.ts";

let shop: PhoneShop;
beforeAll(async () => {
  shop = await aPhoneShop();
}, 60_000);
beforeEach(async () => {
  await shop.quiet();
});

describe("a call that is answered", () => {
  test("rings who is there, meets her in one room, and is one record in its conversation", async () => {
    const ada = await shop.agent("Ada");
    const sid = await shop.call();
    const waiting = await shop.newest();
    expect(waiting).toMatchObject({ state: "waiting", otherNumber: mia, position: 1, externalId: sid });
    expect(waiting.legs.map(({ role, state }) => [role, state])).toEqual([
      ["customer", "ringing"],
      ["member", "ringing"],
    ]);
    await shop.act(shop.legOf(ada.id), { answer: true });
    await shop.act(sid, { speech: "Where is my order?" });
    expect(await shop.heard(shop.legOf(ada.id), "voice")).toEqual(["Where is my order?"]);
    expect(await shop.newest()).toMatchObject({ state: "connected", memberId: ada.id });
    await shop.wind(30_000);
    await shop.act(sid, { hangUp: true });
    const call = await shop.newest();
    expect(call).toMatchObject({ id: waiting.id, state: "ended", outcome: "answered", reason: null });
    expect(call.legs.map(({ state, endReason, isIn }) => [state, endReason, isIn])).toEqual([
      ["ended", "completed", false],
      ["ended", "completed", false],
    ]);
    const [conversation] = await shop.inbox();
    expect(conversation).toMatchObject({
      ...{ id: call.conversationId, channel: "voice", subject: `Call from ${mia}`, assigneeId: ada.id },
      waitingSince: null,
    });
    expect((await shop.messages(call.conversationId)).map(({ id, text }) => [id, text])).toEqual([
      [call.messageId, expect.stringMatching(/^Call answered, 0:[23]\d$/)],
    ]);
    expect(conversation?.lastMessagePreview).toMatch(/^Call answered, 0:[23]\d$/);
  });

  test("says how it went also where its conversation was merged into another meanwhile", async () => {
    const ada = await shop.agent("Ada");
    const from = "+13125550183";
    const first = await shop.call(from);
    await shop.act(first, { hangUp: true });
    const { conversationId: intoId } = await shop.newest();
    const sid = await shop.call("+13125550184");
    await shop.act(shop.legOf(ada.id), { answer: true });
    const { conversationId } = await shop.newest();
    await shop.owner.post(`/v1/conversations/${conversationId}/merge`, { intoConversationId: intoId }).expect(201);
    await shop.wind(10_000);
    await shop.act(sid, { hangUp: true });
    const kept = (await shop.inbox()).find(({ id }) => id === intoId);
    expect(kept?.lastMessagePreview).toMatch(/^Call answered, 0:\d\d$/);
  });

  test("of two who are rung at once and answer at once, one has her, and the other hears so", async () => {
    await shop.arrange({ queue: { strategy: "broadcast" } });
    const [ada, bo] = [await shop.agent("Ada"), await shop.agent("Bo")];
    const sid = await shop.call();
    const both = [shop.legOf(ada.id), shop.legOf(bo.id)];
    await Promise.all(both.map((leg) => shop.control("POST", `twilio/calls/${leg}`, { answer: true })));
    await shop.wind(20_000);
    const call = await shop.newest();
    expect(call.legs.filter(({ role, state }) => role === "member" && state === "answered")).toHaveLength(1);
    const loser = call.memberId === ada.id ? bo : ada;
    expect(await shop.heard(shop.legOf(loser.id))).toEqual(["Somebody else has taken this call."]);
    await shop.act(sid, { hangUp: true });
  });

  test("who does not answer is rung once, then the next; and who is on a call is not rung at all", async () => {
    await shop.arrange({ queue: { ringSeconds: 15 } });
    const [ada, bo] = [await shop.agent("Ada"), await shop.agent("Bo")];
    await shop.call();
    const first = (await shop.newest()).legs.find(({ role }) => role === "member")!.memberId!;
    const second = first === ada.id ? bo.id : ada.id;
    await shop.wind(16_000);
    expect(shop.legOf(second)).not.toBe("");
    await shop.act(shop.legOf(second), { answer: true });
    expect(await shop.newest()).toMatchObject({ state: "connected", memberId: second });
    await shop.call("+14155550173");
    const rung = (await shop.newest()).legs.filter(({ role }) => role === "member").map(({ memberId }) => memberId);
    expect(rung).toEqual([first]);
  });
});

describe("while one talks", () => {
  async function talking(from?: string) {
    const ada = await shop.agent("Ada");
    const sid = await shop.call(from);
    await shop.act(shop.legOf(ada.id), { answer: true });
    const { id } = await shop.newest();
    const path = `/v1/calls/${id}`;
    return { ada, sid, id, path };
  }

  /** Who has the call, and who its conversation. */
  async function hasIt(callId: string) {
    const { memberId, conversationId } = await shop.get(callId);
    return [memberId, (await shop.inbox()).find(({ id }) => id === conversationId)?.assigneeId];
  }

  test("on hold she is not heard, muted nobody hears it, and both are taken back", async () => {
    const { ada, sid, path, id } = await talking();
    await shop.owner.put(`${path}/hold`, { onHold: true }).expect(200);
    await shop.wind();
    await shop.act(sid, { speech: "Nobody hears this" });
    expect((await shop.get(id)).legs[0]).toMatchObject({ role: "customer", onHold: true, isIn: true });
    await shop.owner.put(`${path}/hold`, { onHold: false }).expect(200);
    const [, member] = (await shop.get(id)).legs;
    await shop.owner.put(`${path}/legs/${member!.id}/mute`, { muted: true }).expect(200);
    await shop.wind();
    await shop.act(shop.legOf(ada.id), { speech: "Nor this" });
    await shop.act(sid, { speech: "Hello?" });
    expect([await shop.heard(shop.legOf(ada.id), "voice"), await shop.heard(sid, "voice")]).toEqual([["Hello?"], []]);
    expect((await shop.get(id)).legs.map(({ onHold, muted }) => [onHold, muted])).toEqual([
      [false, false],
      [false, true],
    ]);
  });

  test("what the database gives up because it takes too long may be pressed again, and is no failure of ours", async () => {
    const { id, path } = await talking("+13125550190");
    const { workspaceId } = shop.ctx;
    await inWorkspaces(shop.db.app, [workspaceId], async (tx) => {
      await tx`select 1 from calls where workspace_id = ${workspaceId} and id = ${id} for update`;
      const pressed = shop.owner.post(`${path}/end`).then(({ status, body, headers }) => [status, body.code, headers]);
      const cancel = () => shop.db.app.sql`
        select pg_cancel_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      await until(async () => (await cancel()).length > 0, { what: "a press that waits for the call" });
      expect(await pressed).toMatchObject([503, "provider_unavailable", { "retry-after": "2" }]);
    });
    await shop.owner.post(`${path}/end`).expect(200);
  });

  test("warm: a colleague joins, who was there leaves, and they go on; the last one out ends it", async () => {
    const { ada, sid, path, id } = await talking("+13125550181");
    const bo = await shop.agent("Bo");
    const { body } = await shop.owner.post(`${path}/legs`, { to: { memberId: ada.id } }).expect(409);
    expect(body.details).toMatchObject({ reason: "busy" });
    await shop.owner.post(`${path}/legs`, { to: { memberId: bo.id } }).expect(201);
    await shop.wind();
    await shop.act(shop.legOf(bo.id), { answer: true });
    const [, first] = (await shop.get(id)).legs;
    await shop.owner.delete(`${path}/legs/${first!.id}`).expect(200);
    await shop.wind();
    await shop.act(sid, { speech: "And now?" });
    expect(await shop.heard(shop.legOf(bo.id), "voice")).toEqual(["And now?"]);
    expect(await hasIt(id)).toEqual([bo.id, bo.id]);
    await shop.act(shop.legOf(bo.id), { hangUp: true });
    await shop.wind(1_000);
    expect(await shop.get(id)).toMatchObject({ state: "ended", outcome: "answered" });
    await shop.owner.post(`${path}/end`).expect(409);
  });

  test("cold: she waits again at her place, who gave her away is out, and a colleague takes her", async () => {
    const { ada, sid, path, id } = await talking("+13125550182");
    const bo = await shop.agent("Bo");
    await shop.owner.post(`${path}/transfer`, { to: { memberId: bo.id } }).expect(200);
    await shop.wind();
    expect(await shop.get(id)).toMatchObject({ state: "waiting", memberId: bo.id });
    expect(shop.isOver(shop.legOf(ada.id))).toBe(true);
    await shop.act(shop.legOf(bo.id), { answer: true });
    await shop.act(sid, { speech: "Hello Bo" });
    expect(await shop.heard(shop.legOf(bo.id), "voice")).toEqual(["Hello Bo"]);
    expect(await hasIt(id)).toEqual([bo.id, bo.id]);
    await shop.owner.post(`${path}/end`).expect(200);
    await shop.wind();
    expect(await shop.get(id)).toMatchObject({ state: "ended", outcome: "answered" });
    expect(shop.isOver(sid)).toBe(true);
  });

  test("recorded it is written down by who said it, whoever has her, and not what she hears while she waits", async () => {
    await shop.arrange({ record: true });
    const { ada, sid, path, id } = await talking("+13125550189");
    await shop.wind(10_000);
    const said = async () => {
      const { body } = await shop.owner.get(`${path}/lines`).expect(200);
      return body.data.map(({ speaker, text }: Record<string, string>) => [speaker, text]);
    };
    await shop.act(sid, { speech: "Where is my order?" });
    await shop.act(shop.legOf(ada.id), { speech: "I ask Bo." });
    const bo = await shop.agent("Bo");
    await shop.owner.post(`${path}/transfer`, { to: { memberId: bo.id } }).expect(200);
    await shop.wind();
    await shop.act(sid, { speech: "Nobody hears this" });
    await shop.act(shop.legOf(bo.id), { answer: true });
    await shop.wind(10_000);
    await shop.act(shop.legOf(bo.id), { speech: "Bo here." });
    const before = await shop.get(id);
    expect(before).toMatchObject({ state: "connected", hasLines: true });
    const words = [
      ["customer", "Where is my order?"],
      ["shop", "I ask Bo."],
      ["shop", "Bo here."],
    ];
    expect(await said()).toEqual(words);
    await shop.act(sid, { hangUp: true });
    await shop.wind(10_000);
    const { recordings, legs } = await shop.get(id);
    expect(recordings.map(({ kind }) => kind)).toEqual(["call", "call"]);
    const fields = { CallSid: legs[0]!.externalId!, AccountSid: credentials.accountSid, SequenceId: "90" };
    const named = { ...fields, TranscriptionSid: `GT${"f".repeat(32)}`, TranscriptionEvent: "transcription-content" };
    for (const data of ["", "{", '{"transcript":7}', '{"transcript":"  "}']) {
      const broken = await shop.signed(`told=speech&call=${id}`, { ...named, TranscriptionData: data });
      expect(broken.status).toBe(200);
    }
    await shop.wind();
    expect(await said()).toEqual(words);
    expect(shop.failed).toEqual([]);
  });

  test("given to a number outside she waits until that answers, and a call is not answered in writing", async () => {
    const { sid, path, id } = await talking();
    const tom = "+12125550174";
    await shop.owner.post(`${path}/transfer`, { to: { number: tom } }).expect(200);
    await shop.wind();
    const rung = (await shop.get(id)).legs.find(({ role }) => role === "guest")!;
    await shop.act(rung.externalId!, { answer: true });
    await shop.act(sid, { speech: "Hello Tom" });
    expect(await shop.heard(rung.externalId!, "voice")).toEqual(["Hello Tom"]);
    const { conversationId, messageId } = await shop.get(id);
    const written = { body: "Hello", lastSeenMessageId: messageId, force: true };
    const { body } = await shop.owner.post(`/v1/conversations/${conversationId}/replies`, written).expect(409);
    expect(body.details).toMatchObject({ reason: "not_in_writing" });
  });
});
