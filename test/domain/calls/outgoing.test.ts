import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import {
  createPhoneLine,
  disposeCall,
  getCall,
  getDispositions,
  giveUpUnstarted,
  lineSettings,
  listCalls,
  openPhone,
  requestCall,
  setDispositions,
  startOutgoingCall,
} from "../../../src/domain/calls/index.ts";
import { recordConsent } from "../../../src/domain/consent/index.ts";
import { reply } from "../../../src/domain/conversations/index.ts";
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
