import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "@jest/globals";
import {
  continueCall,
  createPhoneLine,
  getCall,
  lineSettings,
  listCalls,
  receiveCall,
  requestCall,
  startOutgoingCall,
} from "../../../src/domain/calls/index.ts";
import { noteSeen } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aWorkspace } from "../../support/factories.ts";

const lineNumber = "+12025550142";
const many = Array.from({ length: 8 }, (_, n) => n);
const number = (n: number) => `+1212555014${n}`;
let db: Database;
let ctx: Context;
let connectionId: string;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  ctx = await aWorkspace(db);
  connectionId = (await aConnection(ctx, "twilio-voice")).id;
});

const idOf = ({ actor }: Context) => (actor.type === "member" ? actor.id : "");
const sid = () => `CA${randomUUID().replaceAll("-", "")}`;
const aLine = async (settings: object) =>
  createPhoneLine(ctx, { connectionId, number: lineNumber, name: "Shop", settings: lineSettings.parse(settings) });
const received = async (n: number) => {
  const externalId = sid();
  await receiveCall(ctx, { connectionId, externalId, lineNumber, from: number(n), callerName: "" });
  return externalId;
};

test("many members who call at once have no more calls than the line may make, and the others are told why", async () => {
  const { id: phoneLineId } = await aLine({ outside: { perHour: 3 } });
  const members = await Promise.all(many.map(() => aMember(ctx)));
  const asked = await Promise.allSettled(many.map((n) => requestCall(members[n]!, { number: number(n), phoneLineId })));
  const refused = asked.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refused).toMatchObject(Array(5).fill({ code: "limit_exceeded" }));
  for (const [n, one] of asked.entries()) {
    if (one.status === "rejected") continue;
    const parameters = { call: one.value.id };
    const steps = await startOutgoingCall(ctx, {
      ...{ connectionId, externalId: sid(), memberId: idOf(members[n]!), parameters },
    });
    expect(steps).toMatchObject([{ do: "join" }]);
  }
  const calls = await listCalls(ctx, { limit: 20 });
  expect(calls.flatMap(({ legs }) => legs.filter(({ role }) => role === "customer"))).toHaveLength(3);
  // Nobody who was refused is left on a call.
  expect(calls.filter(({ state }) => state !== "ended")).toHaveLength(3);
  const late = members[asked.findIndex(({ status }) => status === "rejected")]!;
  await expect(requestCall(late, { number: number(9), phoneLineId })).rejects.toMatchObject({ code: "limit_exceeded" });
});

test("of many calls that are forwarded at once the line dials as many as it may, and the others leave a message", async () => {
  await aLine({ first: { to: "number", number: "+12125550174" }, outside: { perHour: 3 } });
  await Promise.all(many.map(received));
  const states = (await listCalls(ctx, { limit: 20 })).map(({ state }) => state).toSorted();
  expect(states).toEqual([...Array(5).fill("voicemail"), ...Array(3).fill("waiting")]);
});

test("no more callers are promised to be called back at once than the line may call", async () => {
  await noteSeen(ctx, { memberId: idOf(await aMember(ctx)) });
  await aLine({ queue: { offerCallbackAfterSeconds: 0 }, outside: { perHour: 3 } });
  const waiting = [];
  for (const n of many) {
    const externalId = await received(n);
    waiting.push({ externalId, callId: (await listCalls(ctx, { limit: 1 }))[0]!.id });
  }
  const press = { connectionId, digits: "1", speech: "", handoff: null };
  await Promise.all(
    waiting.map(({ externalId, callId }) =>
      continueCall(ctx, { ...press, externalId, ask: { at: "waiting", callId } }),
    ),
  );
  const states = await Promise.all(waiting.map(async ({ callId }) => (await getCall(ctx, callId)).state));
  expect(states.filter((state) => state === "callback")).toHaveLength(3);
});
