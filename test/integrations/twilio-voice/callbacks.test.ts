import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sweepCalls } from "../../../src/domain/calls/index.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
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
    for (const told of ["leg", "room", "recording", "transcript", "speech"]) {
      const more = { ConferenceSid: `CF${"c".repeat(32)}`, RecordingSid: `RE${"d".repeat(32)}`, SequenceNumber: "1" };
      const kinds = {
        StatusCallbackEvent: "participant-join",
        RecordingStatus: "completed",
        TranscriptionSid: `GT${"1".repeat(32)}`,
        SequenceId: "1",
      };
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
  const main = { say: "Press 1.", options: [{ digits: "1", target: { to: "voicemail" } }] };
  const callback = { queue: { offerCallbackAfterSeconds: 0, ringSeconds: 15 } };
  const states: [state: string, settings: object][] = [
    ["greeting", { greeting: "Welcome to the shop. ".repeat(9), first: { to: "menu", menu: "main" }, menus: { main } }],
    ["menu", { first: { to: "menu", menu: "main" }, menus: { main } }],
    ["ringing", {}],
    ["connected", {}],
    ["hold", {}],
    ["transfer", {}],
    ["voicemail", { first: { to: "voicemail" } }],
    ["callback", callback],
    ["called back", callback],
  ];
  const outcomes: Record<string, object> = {
    ...{ connected: { outcome: "answered" }, hold: { outcome: "answered" }, transfer: { outcome: "answered" } },
    "called back": { outcome: "not_reached", reason: "busy" },
  };
  test.each(states)("hung up in %s, it is over, for everybody", async (state, settings) => {
    await shop.arrange(settings);
    const ada = await shop.agent("Ada");
    const { sid } = await shop.control("POST", "twilio/calls", { from: mia, to: shopNumber });
    const isTalk = ["connected", "hold", "transfer"].includes(state);
    await shop.wind(state === "greeting" ? 100 : 0);
    const { id, state: begun } = await shop.newest();
    expect(begun).toBe({ greeting: "menu", menu: "menu", voicemail: "voicemail" }[state] ?? "waiting");
    if (isTalk) await shop.act(shop.legOf(ada.id), { answer: true });
    if (state === "hold") await shop.owner.put(`/v1/calls/${id}/hold`, { onHold: true }).expect(200);
    if (state === "transfer") {
      const bo = await shop.agent("Bo");
      await shop.owner.post(`/v1/calls/${id}/transfer`, { to: { memberId: bo.id } }).expect(200);
    }
    if (isTalk) await shop.wind();
    let last = sid;
    if (/call.*back/.test(state)) {
      await shop.act(sid, { digits: "1" });
      await shop.wind(20_000);
      expect(await shop.get(id)).toMatchObject({ state: "callback" });
    }
    if (state === "called back") {
      // The first softphone rings in vain; the second try is answered, and she declines.
      await shop.wind(16_000);
      await shop.act(shop.legOf(ada.id), { answer: true });
      last = (await shop.get(id)).legs.findLast(({ role }) => role === "customer")!.externalId!;
      await shop.act(last, { decline: true });
    } else if (state === "callback") await shop.owner.post(`/v1/calls/${id}/end`).expect(200);
    else await shop.act(sid, { hangUp: true });
    await shop.wind(61_000);
    const call = await shop.get(id);
    expect(call).toMatchObject({ state: "ended", ...outcomes[state] });
    expect(call.legs.map((leg) => [leg.role, leg.state])).toEqual(call.legs.map(({ role }) => [role, "ended"]));
    const live = shop.legs().filter((leg) => !shop.isOver(leg.sid));
    expect(live).toEqual([]);
    expect(shop.failed).toEqual([]);
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
