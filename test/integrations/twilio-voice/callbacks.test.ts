import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type CallInFull, getCall, sweepCalls } from "../../../src/domain/calls/index.ts";
import { ingestDeliveries } from "../../../src/inbound/ingest.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { arrivalsOf } from "../../support/deliveries.ts";
import { aPhoneShop, credentials, mia, type PhoneShop, shopNumber } from "./phone-shop.ts";

let shop: PhoneShop;
beforeAll(async () => {
  shop = await aPhoneShop();
}, 60_000);
beforeEach(() => shop.quiet());

const ask = (query: string, fields: Record<string, string>, signature = "x") =>
  fetch(`${shop.api.url}/webhooks/twilio-voice?${query}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
    body: new URLSearchParams(fields).toString(),
  });

describe("what comes from Twilio", () => {
  test.each<[string, { signature?: string; sid?: string }]>([
    ["no signature", { signature: "" }],
    ["a wrong signature", { signature: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" }],
    ["another account's SID", { sid: "AC99999999999999999999999999999999" }],
    ["no account at all", { sid: "" }],
  ])(
    "%s is refused, asked or told, and nothing is kept",
    async (_, { signature = "x", sid = credentials.accountSid }) => {
      const before = await shop.count();
      const fields = {
        CallSid: `CA${"a".repeat(32)}`,
        AccountSid: sid,
        From: mia,
        To: shopNumber,
        CallStatus: "ringing",
      };
      expect((await ask("at=incoming", fields, signature)).status).toBe(403);
      expect((await ask("told=leg", fields, signature)).status).toBe(403);
      await shop.wind();
      expect(await shop.count()).toEqual(before);
    },
  );

  test("a question or report about a call that is not here is answered and changes nothing", async () => {
    const before = await shop.count();
    const unknown = "018f0000-0000-7000-8000-000000000000";
    const fields = { CallSid: `CA${"b".repeat(32)}`, AccountSid: credentials.accountSid, CallStatus: "completed" };
    for (const query of ["at=go", "at=menu&menu=x", "at=waiting", "at=assistant", "at=room", "at=recorded"]) {
      const asked = await shop.signed(`${query}&call=${unknown}`, fields);
      expect([query, asked.status, await asked.text()]).toEqual([query, 200, expect.stringContaining("<Hangup/>")]);
    }
    expect((await shop.signed(`at=leg&call=${unknown}&leg=${unknown}`, fields)).status).toBe(200);
    for (const told of ["leg", "room", "recording", "transcript"]) {
      const more = { ConferenceSid: `CF${"c".repeat(32)}`, RecordingSid: `RE${"d".repeat(32)}`, SequenceNumber: "1" };
      const kinds = { StatusCallbackEvent: "participant-join", RecordingStatus: "completed", TranscriptionSid: "TR1" };
      const query = `told=${told}&call=${unknown}&kind=call`;
      expect((await shop.signed(query, { ...fields, ...more, ...kinds })).status).toBe(200);
    }
    await shop.wind();
    expect(await shop.count()).toEqual(before);
    expect(shop.failed).toEqual([]);
  });

  test("a call that ended before anybody could be asked is missed, and says so", async () => {
    const CallSid = `CA${"e".repeat(32)}`;
    const fields = { CallSid, AccountSid: credentials.accountSid, From: mia, To: shopNumber };
    const told = { ...fields, Direction: "inbound", CallStatus: "completed", CallDuration: "4" };
    await shop.signed("told=leg", told);
    await shop.wind();
    expect(await shop.newest()).toMatchObject({
      externalId: CallSid,
      state: "ended",
      outcome: "missed",
      reason: "failed",
    });
  });
});

describe("dialling", () => {
  test("cut off after it was taken it rings once, cut off before it rings a little later", async () => {
    for (const cut of ["after", "before"] as const) {
      await shop.quiet();
      const ada = await shop.agent("Ada");
      await shop.fails("/Calls.json", { method: "POST", cut });
      const sid = await shop.call();
      const leg = (await shop.newest()).legs.find(({ role }) => role === "member")!;
      expect(shop.failed.map(({ error }) => error)).toMatchObject([{ outcomeUnknown: true }]);
      shop.failed.length = 0;
      const putBack = setClock(() => new Date(Date.now() + 11_000));
      await shop.again({ do: "dial", legId: leg.id });
      putBack();
      const rung = shop.legs().filter(({ to }) => to === `client:${shop.identityOf(ada.id)}`);
      expect(rung).toHaveLength(1);
      await shop.act(rung[0]!.sid, { answer: true });
      expect(await shop.newest()).toMatchObject({ state: "connected", memberId: ada.id });
      await shop.act(sid, { hangUp: true });
    }
  });
});

describe("every call ends", () => {
  test.each(["menu", "waiting", "connected", "voicemail", "assistant"])("hung up in %s, it is over", async (state) => {
    const main = { say: "Press 1.", options: [{ digits: "1", target: { to: "voicemail" } }] };
    const first = {
      menu: { to: "menu", menu: "main" },
      voicemail: { to: "voicemail" },
      assistant: { to: "assistant" },
    };
    const target = first[state as keyof typeof first];
    await shop.arrange({ menus: { main }, ...(target && { first: target }) });
    const ada = await shop.agent("Ada");
    const { sid } = await shop.control("POST", "twilio/calls", { from: mia, to: shopNumber });
    if (state === "assistant") await shop.control("POST", "twilio/time", { windMs: 0 });
    else await shop.wind();
    if (state === "connected") await shop.act(shop.legOf(ada.id), { answer: true });
    await shop.act(sid, { hangUp: true });
    await shop.wind(60_000);
    const call = await shop.newest();
    expect(call).toMatchObject({ externalId: sid, state: "ended" });
    expect(call.legs.every((leg) => leg.state === "ended")).toBe(true);
    expect(shop.isOver(sid)).toBe(true);
  });

  test("with its reports lost, the sweeper asks and closes it", async () => {
    const ada = await shop.agent("Ada");
    const sid = await shop.call();
    await shop.act(shop.legOf(ada.id), { answer: true });
    await shop.callback("/call-status .* completed/", { drop: true });
    await shop.callback("/call-status .* completed/", { drop: true });
    await shop.act(sid, { hangUp: true });
    expect(await shop.newest()).toMatchObject({ state: "connected" });
    const putBack = setClock(() => new Date(Date.now() + 3 * 60_000));
    await sweepCalls(shop.ctx);
    putBack();
    await shop.wind();
    const call = await shop.newest();
    expect(call).toMatchObject({ state: "ended", outcome: "answered" });
    expect(call.legs.map(({ state }) => state)).toEqual(["ended", "ended"]);
  });
});

test("in whatever order and however often its reports come, the record of a call is the same", async () => {
  await shop.arrange({ record: true });
  const before = new Set((await arrivalsOf(shop.ctx)).map(({ deliveryId }) => deliveryId));
  const ada = await shop.agent("Ada");
  const sid = await shop.call();
  await shop.act(shop.legOf(ada.id), { answer: true });
  await shop.act(sid, { speech: "Where is it?" });
  await shop.wind(65_000);
  await shop.act(sid, { hangUp: true });
  await shop.wind(10_000);
  const { id } = await shop.newest();
  const told = (await arrivalsOf(shop.ctx)).filter(({ deliveryId }) => !before.has(deliveryId));
  const record = async () => recordOf(await getCall(shop.ctx, id));
  const expected = await record();
  expect(expected).toMatchObject({ outcome: "answered", recordings: [{ kind: "call" }] });
  expect(told.length).toBeGreaterThan(8);
  // As the questions had left it, before anything was told.
  const forget = () =>
    inWorkspaces(shop.db.app, [shop.ctx.workspaceId], async (tx) => {
      await tx`update calls set state = 'connected', outcome = null, ended_at = null where id = ${id}`;
      await tx`update call_legs set state = 'answered', end_reason = null, answered_at = null, ended_at = null,
        is_in = false, on_hold = false, muted = false, room_at = null, room_sequence = null where call_id = ${id}`;
      await tx`delete from call_recordings where call_id = ${id}`;
    });
  const anyOrder = fc
    .shuffledSubarray(told, { minLength: told.length })
    .chain((once) => fc.array(fc.constantFrom(...told), { maxLength: 6 }).map((again) => [...once, ...again]));
  await fc.assert(
    fc.asyncProperty(anyOrder, async (order) => {
      await forget();
      for (const arrival of order) await ingestDeliveries(shop.db, [arrival]);
      expect(await record()).toEqual(expected);
    }),
    { numRuns: 8 },
  );
});

function recordOf({ legs, recordings, position: _, ...call }: CallInFull) {
  const facts = legs.map(({ state, endReason, answeredAt, endedAt, isIn, onHold, muted, externalId, role }) => ({
    ...{ state, endReason, answeredAt, endedAt, isIn, onHold, muted, externalId, role },
  }));
  const kept = recordings.map(({ externalId, kind, durationSeconds, transcript }) => ({
    ...{ externalId, kind, durationSeconds, transcript },
  }));
  return { ...call, legs: facts, recordings: kept };
}
