import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { whyNotCalled } from "../../../src/domain/calls/destinations.ts";
import {
  addToCall,
  continueCall,
  createPhoneLine,
  disposeCall,
  getCall,
  getDispositions,
  giveUpUnstarted,
  joinLeg,
  lineSettings,
  listCalls,
  listPhoneLines,
  openPhone,
  receiveCall,
  requestCall,
  setDispositions,
  startOutgoingCall,
  transferCall,
  updatePhoneLine,
} from "../../../src/domain/calls/index.ts";
import { recordConsent } from "../../../src/domain/consent/index.ts";
import { reply } from "../../../src/domain/conversations/index.ts";
import { noteSeen } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { now, useClock as setClock } from "../../../src/platform/clock.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aWorkspace } from "../../support/factories.ts";

const mia = "+12125550147";
let db: Database;
let ctx: Context;
let agent: Context;
let memberId: string;
let connectionId: string;
let phoneLineId: string;
let putClockBack = () => {};
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  ctx = await aWorkspace(db);
  agent = await aMember(ctx);
  memberId = idOf(agent);
  connectionId = (await aConnection(ctx, "twilio-voice")).id;
  const settings = lineSettings.parse({});
  phoneLineId = (await createPhoneLine(ctx, { connectionId, number: "+12025550142", name: "Shop", settings })).id;
});
afterEach(() => putClockBack());

function idOf({ actor }: Context): string {
  if (actor.type !== "member") throw new Error("no member");
  return actor.id;
}
const sid = () => `CA${randomUUID().replaceAll("-", "")}`;
const started = (parameters: Record<string, string>, more: { externalId?: string; memberId?: string } = {}) =>
  startOutgoingCall(ctx, { connectionId, externalId: sid(), memberId, parameters, ...more });
const isRefused = (steps: { do: string }[]) => steps.map((step) => step.do).join() === "say,hang_up";

test("a call that was asked for is begun once, by the phone of who asked, with the number the server knows", async () => {
  const { id: callId } = await requestCall(agent, { number: mia, phoneLineId });
  const other = idOf(await aMember(ctx));
  expect(isRefused(await started({ call: callId }, { memberId: other }))).toBe(true);
  const externalId = sid();
  // What the browser sends along beside the call's id is not heard.
  const said = { call: callId, To: "+19005550199", From: "+15005550006", number: "+19005550199" };
  const steps = await started(said, { externalId });
  expect(steps).toMatchObject([{ do: "join", callId }]);
  const { legs, state, lineNumber } = await getCall(agent, callId);
  expect({ state, lineNumber }).toEqual({ state: "dialling", lineNumber: "+12025550142" });
  expect(legs).toMatchObject([
    { role: "member", memberId, state: "answered", externalId },
    { role: "customer", number: mia, state: "wanted" },
  ]);
  // The provider asks again after a lost answer; another leg of hers is another call.
  expect(await started(said, { externalId })).toEqual(steps);
  expect(isRefused(await started(said))).toBe(true);
  expect((await getCall(agent, callId)).legs).toHaveLength(2);
});

test("of two phones that begin the same call at once one is let in", async () => {
  const { id: call } = await requestCall(agent, { number: mia, phoneLineId });
  const answers = await Promise.all([started({ call }), started({ call }), started({ call })]);
  expect(answers.filter((steps) => !isRefused(steps))).toHaveLength(1);
  expect((await getCall(agent, call)).legs.filter(({ role }) => role === "customer")).toHaveLength(1);
});

test("nothing that a browser makes up begins a call", async () => {
  for (const call of ["", "x", randomUUID(), "'; drop table calls"])
    expect(isRefused(await started({ call }))).toBe(true);
  expect(isRefused(await started({ To: mia }))).toBe(true);
  const foreign = await aWorkspace(db);
  const { id: call } = await requestCall(agent, { number: mia, phoneLineId });
  const elsewhere = { connectionId, externalId: sid(), memberId, parameters: { call } };
  expect(isRefused(await startOutgoingCall(foreign, elsewhere))).toBe(true);
});

test("a grant lasts a minute, and what was never begun does not stay open", async () => {
  const { id: call } = await requestCall(agent, { number: mia, phoneLineId });
  await expect(requestCall(agent, { number: mia, phoneLineId })).rejects.toMatchObject({ details: { reason: "busy" } });
  putClockBack = setClock(() => new Date(Date.now() + 61_000));
  expect(isRefused(await started({ call }))).toBe(true);
  await giveUpUnstarted(ctx, { callId: call });
  await giveUpUnstarted(ctx, { callId: call });
  expect(await getCall(agent, call)).toMatchObject({ state: "ended", outcome: "not_reached", reason: "canceled" });
  await requestCall(agent, { number: mia, phoneLineId });
});

test("two requests of one member at the same moment are one call", async () => {
  const asked = () => requestCall(agent, { number: mia, phoneLineId });
  const results = await Promise.allSettled([asked(), asked(), asked()]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await listCalls(agent, { state: "live", limit: 10 })).toHaveLength(1);
});

test("who has opted out of calls is not called, and the refusal says so", async () => {
  const { id: callId } = await requestCall(agent, { number: mia, phoneLineId });
  await giveUpUnstarted(ctx, { callId });
  const { customerId, conversationId } = await getCall(agent, callId);
  await expect(
    reply(agent, { conversationId, body: "Hello", lastSeenMessageId: (await getCall(agent, callId)).messageId }),
  ).rejects.toMatchObject({ code: "conflict", details: { reason: "not_in_writing" } });
  await recordConsent(agent, {
    ...{ customerId, channel: "voice", purpose: "all", state: "withdrawn", how: "agent", at: now() },
    evidence: { note: "Said so on the phone" },
  });
  for (const whom of [{ customerId }, { conversationId }, { number: mia }]) {
    await expect(requestCall(agent, { ...whom, phoneLineId })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/opted out of calls/),
      details: { reason: "consent_withdrawn" },
    });
  }
});

test("observers and programs have no phone; a number that is not the customer's is not called as hers", async () => {
  const { id: callId } = await requestCall(agent, { number: mia, phoneLineId });
  await giveUpUnstarted(ctx, { callId });
  const { customerId } = await getCall(agent, callId);
  const observer = await aMember(ctx, "observer");
  const integrationIds = ["twilio-voice"];
  for (const who of [observer, { ...agent, actor: { type: "app", id: randomUUID() } } as Context]) {
    await expect(openPhone(who, { integrationIds })).rejects.toMatchObject({ code: "forbidden" });
    await expect(requestCall(who, { number: mia, phoneLineId })).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await openPhone(agent, { integrationIds })).toMatchObject({ memberId, connection: { id: connectionId } });
  await expect(requestCall(agent, { customerId, number: "+19005550199", phoneLineId })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(requestCall(agent, { phoneLineId })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(requestCall(agent, { number: mia, phoneLineId: randomUUID() })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("what a call came to is one of the workspace's list, said when it is over", async () => {
  const owner = await aMember(ctx, "owner");
  await expect(setDispositions(agent, ["Sold"])).rejects.toMatchObject({ code: "forbidden" });
  await setDispositions(owner, ["Sold", "Not sold"]);
  expect(await getDispositions(agent)).toEqual(["Sold", "Not sold"]);
  const { id: callId } = await requestCall(agent, { number: mia, phoneLineId });
  const said = { callId, disposition: "Sold", note: " Two candles " };
  await expect(disposeCall(agent, said)).rejects.toMatchObject({ details: { reason: "not_ended" } });
  await giveUpUnstarted(ctx, { callId });
  await expect(disposeCall(agent, { ...said, disposition: "Solved" })).rejects.toMatchObject({
    message: "Choose one of: Sold, Not sold",
  });
  await disposeCall(agent, said);
  await disposeCall(agent, said);
  expect(await getCall(agent, callId)).toMatchObject({ disposition: "Sold", dispositionNote: "Two candles" });
  const stranger = await aMember(await aWorkspace(db));
  await expect(disposeCall(stranger, { ...said, disposition: "Solved" })).rejects.toMatchObject({ code: "not_found" });
});

const arrange = (settings: object, number = "+12025550143") =>
  createPhoneLine(ctx, { connectionId, number, name: "", settings: lineSettings.parse(settings) });
const to = (number: string) => ({ to: "number" as const, number });

test("what a line may call: its own country, what is allowed beyond, and never what is charged to whoever calls", () => {
  const cases: [line: string, number: string, why: string | null][] = [
    ["+12125550147", "+19005550199", "premium-rate"],
    ["+12125550147", "+12129765501", "premium-rate"],
    ["+12125550147", "+881612345678", "premium-rate"],
    ["+12125550147", "+18765550199", "abroad"],
    ["+12125550147", "+4915112345678", "abroad"],
    ["+4930123456", "+49900123456", "premium-rate"],
    ["+4930123456", "+43900123456", "premium-rate"],
    ["+4930123456", "+43112345678", "abroad"],
    ["+4930123456", "+4915112345678", null],
    ["+3725551234", "+3705551234", "abroad"],
    ["+18765550100", "+18765550199", null],
    ["+18765550100", "+12125550147", "abroad"],
    ["+12125550147", "+16045550199", null],
  ];
  for (const [lineNumber, number, why] of cases) {
    const said = (prefixes: string[]) => whyNotCalled(number, { lineNumber, prefixes });
    expect([number, said([])]).toEqual([number, why === null ? null : expect.stringContaining(why)]);
    // What is abroad can be allowed, what is premium-rate cannot.
    expect([number, said([number.slice(0, 4)]) === null]).toEqual([number, why !== "premium-rate"]);
  }
});

test("a line is arranged only by who manages connections, to forward only to numbers it may call, and never to itself", async () => {
  const owner = await aMember(ctx, "owner");
  const line = { connectionId, number: "+12025550143", name: "" };
  const forwarding = (number: string, outside = {}) =>
    createPhoneLine(owner, { ...line, settings: lineSettings.parse({ queue: { overflow: to(number) }, outside }) });
  await expect(createPhoneLine(agent, { ...line, settings: lineSettings.parse({}) })).rejects.toMatchObject({
    code: "forbidden",
  });
  for (const number of ["+19005550199", "+4915112345678", "+12025550143", "+12025550142"]) {
    await expect(forwarding(number)).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "settings.queue.overflow.number" },
      message: expect.stringMatching(/never called|`outside.prefixes`|of the shop itself/),
    });
  }
  const { id } = await forwarding("+4915112345678", { prefixes: ["+49"] });
  const menu = { say: "Press 1", options: [{ digits: "1", target: to("+4915112345678") }] };
  const settings = lineSettings.parse({ first: { to: "menu", menu: "main" }, menus: { main: menu } });
  await expect(updatePhoneLine(owner, { phoneLineId: id, settings })).rejects.toMatchObject({
    details: { field: "settings.menus.main.options.0.target.number" },
  });
  await expect(updatePhoneLine(agent, { phoneLineId: id, settings })).rejects.toMatchObject({ code: "forbidden" });
});

test("nobody calls outside what the line may, by whatever way, and it is said how to allow it", async () => {
  const refused = { code: "conflict", details: { reason: "not_allowed" } };
  await expect(requestCall(agent, { number: "+19005550199", phoneLineId })).rejects.toMatchObject(refused);
  await expect(requestCall(agent, { number: "+18765550199", phoneLineId })).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining("`outside.prefixes`"),
  });
  await expect(requestCall(agent, { number: "+12025550142", phoneLineId })).rejects.toMatchObject({
    details: { reason: "own_number" },
  });
  expect(await listCalls(agent, { limit: 10 })).toEqual([]);
  const { id: callId } = await requestCall(agent, { number: mia, phoneLineId });
  await started({ call: callId });
  const [, customer] = (await getCall(agent, callId)).legs;
  await joinLeg(ctx, { connectionId, callId, legId: customer!.id, externalId: sid() });
  for (const number of ["+19005550199", "+4915112345678"]) {
    await expect(addToCall(agent, { callId, to: { number } })).rejects.toMatchObject(refused);
    await expect(transferCall(agent, { callId, to: { number } })).rejects.toMatchObject(refused);
  }
  // Nothing half-done: she still talks with whom she talked.
  expect(await getCall(agent, callId)).toMatchObject({ state: "connected", legs: [{}, {}] });
  await addToCall(agent, { callId, to: { number: "+12125550174" } });
});

test("a line calls only so many outside numbers in an hour; what it forwards beyond that goes on to leave a message", async () => {
  await arrange({ first: to("+12125550174"), outside: { perHour: 2 } });
  const calling = async (from: string) => {
    const call = { connectionId, externalId: sid(), lineNumber: "+12025550143", from, callerName: "" };
    await receiveCall(ctx, call);
    return (await listCalls(agent, { limit: 1 }))[0]!;
  };
  expect(await calling(mia)).toMatchObject({ state: "waiting", legs: [{}, { role: "guest", number: "+12125550174" }] });
  expect(await calling(mia)).toMatchObject({ state: "waiting" });
  expect(await calling(mia)).toMatchObject({ state: "voicemail", legs: [{ role: "customer" }] });
  const [other] = (await listPhoneLines(ctx)).filter(({ number }) => number === "+12025550143");
  await expect(requestCall(agent, { number: mia, phoneLineId: other!.id })).rejects.toMatchObject({
    code: "limit_exceeded",
    message: expect.stringContaining("`outside.perHour`"),
  });
  // Other lines have a measure of their own, and an hour passes.
  const { id: callId } = await requestCall(agent, { number: mia, phoneLineId });
  await giveUpUnstarted(ctx, { callId });
  putClockBack = setClock(() => new Date(Date.now() + 3_660_000));
  expect(await calling(mia)).toMatchObject({ state: "waiting" });
});

test("a forged number is not called back where calls are dear, and one that calls often is called back once", async () => {
  await noteSeen(ctx, { memberId });
  await arrange({ queue: { offerCallbackAfterSeconds: 0 }, missedCallText: "Sorry" });
  const waiting = async (from: string) => {
    const externalId = sid();
    await receiveCall(ctx, { connectionId, externalId, lineNumber: "+12025550143", from, callerName: "" });
    const [call] = await listCalls(agent, { limit: 1 });
    const press = { connectionId, externalId, digits: "1", speech: "", handoff: null };
    await continueCall(ctx, { ...press, ask: { at: "waiting", callId: call!.id } });
    return (await getCall(agent, call!.id)).state;
  };
  for (const forged of ["+881612345678", "+18765550199", "+12025550142"]) expect(await waiting(forged)).toBe("waiting");
  expect(await waiting(mia)).toBe("callback");
  expect(await waiting(mia)).toBe("waiting");
});
