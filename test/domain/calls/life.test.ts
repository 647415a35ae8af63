import { afterEach, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  concludeCall,
  disposeCall,
  getCall,
  listCalls,
  noteDialled,
  overflowCall,
  receiveCall,
  sweepCalls,
  takeCall,
} from "../../../src/domain/calls/index.ts";
import { getConversation, listMessages, noteImportProblem } from "../../../src/domain/conversations/index.ts";
import {
  aCall,
  ada,
  at,
  connectionId,
  ctx,
  end,
  leg,
  lines,
  live,
  lives,
  openLines,
  putClockBack,
  recorded,
  setTo,
  sid,
  somebody,
  tell,
  what,
} from "./lives.ts";

beforeAll(openLines, 60_000);
afterEach(putClockBack);

test("in whatever order and however often its reports come, the record of a call is the same", async () => {
  await at(0);
  const expected = new Map<string, unknown>();
  for (const [name, begin] of Object.entries(lives)) {
    expected.set(name, await live(await begin(), { turns: [], again: [] }));
  }
  expect(JSON.stringify([...expected.values()])).toContain('"wrapUpUntil":"2026-11-23T10:02:01.000Z"');
  expect(JSON.stringify([...expected.values()][0])).toMatch(/shop","Hello.*customer","Where.*shop","On its way/);
  const outcomes = [...expected.values()].map((one) => (one as { call: { outcome: string } }).call.outcome);
  expect(outcomes).toEqual(["answered", "voicemail", "answered", "not_reached", "assistant"]);
  const orders = fc.record({
    turns: fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 }),
    again: fc.array(fc.nat(100), { maxLength: 6 }),
  });
  const names = Object.keys(lives).slice(0, 4);
  await fc.assert(
    fc.asyncProperty(fc.tuple(orders, orders, orders, orders), async (given) => {
      const lived = await Promise.all(names.map(async (name, n) => live(await lives[name]!(), given[n]!)));
      for (const [n, name] of names.entries()) expect([name, lived[n]]).toEqual([name, expected.get(name)]);
    }),
    { numRuns: 4, endOnFailure: true },
  );
});

test("a caller whom the provider asks about twice at the same moment goes where she should, whichever answer it hears", async () => {
  await at(0);
  const incoming = {
    connectionId,
    externalId: sid(),
    lineNumber: lines.voicemail.number,
    from: somebody(),
    callerName: "",
  };
  const answers = await Promise.all([1, 2, 3].map(() => receiveCall(ctx, incoming)));
  expect(answers.map(what)).toEqual(Array(3).fill("say record hang_up"));
});

test("who calls back and is asked about again, is not told that somebody else has the call", async () => {
  await at(0);
  const call = await aCall("callback");
  await call.ask("waiting", "1");
  const own = sid();
  expect(what(await call.take(ada, own))).toBe("say join");
  const { id } = await call.legOf("member");
  expect(what(await call.join(id, own))).toBe("join");
  expect((await call.get()).legs.filter(({ role }) => role === "customer")).toHaveLength(2);
  await end(call.id);
});

test("who has said what a call came to before her own leg is told to be over, is rung again at once", async () => {
  await at(0);
  const call = await aCall("recorded");
  const own = sid();
  await call.take(ada, own);
  const hers = { leg: (await call.legOf("member")).id, call: call.id };
  const told = (one: { query: Record<string, string>; fields: Record<string, string> }) => tell(one.query, one.fields);
  await told(leg(call.externalId, "completed", 60, { talked: "60" }));
  await disposeCall(ada, { callId: call.id, disposition: "Solved", note: null });
  await told(leg(own, "completed", 61, { ...hers, talked: "50" }));
  expect(await call.legOf("member")).toMatchObject({ state: "ended", wrapUpUntil: null });
});

test("of a recorded call the inbox says how it went, and of a sound that never comes the call says that it is lost", async () => {
  await at(0);
  const life = await lives["answered by the second who is rung, held, recorded, and wrapped up"]!();
  const inbox = expect.stringMatching(/^Call answered, \d/);
  expect(await live(life, { turns: [], again: [] })).toMatchObject({ conversation: { inbox } });
  const calls = await listCalls(ctx, { limit: 100 });
  const call = calls.find(({ recordings }) => recordings.some(({ kind }) => kind === "call"));
  expect(call!.recordings).toMatchObject([{ kind: "call", attachmentId: null, problem: null }]);
  const messages = await listMessages(ctx, { conversationId: call!.conversationId, limit: 20 });
  const entry = messages.find(({ text }) => text === "Recording of the call, 31 seconds")!;
  await noteImportProblem(ctx, entry.id, "A file of it did not come: It is not at Twilio (any more)");
  expect((await getCall(ctx, call!.id)).recordings).toMatchObject([{ problem: "It is not at Twilio (any more)" }]);
});

test("a report, or the leg itself, may come before the answer that it is dialled; a second leg is sent away", async () => {
  await at(0);
  const call = await aCall("recorded");
  await takeCall(ada, { callId: call.id });
  const { id: legId } = await call.legOf("member");
  const [first, second] = [sid(), sid()];
  const ringing = leg(first, "ringing", 5, { leg: legId, call: call.id });
  await tell(ringing.query, ringing.fields);
  expect(await call.legOf("member")).toMatchObject({ state: "ringing", externalId: first });
  await noteDialled(ctx, { legId, externalId: second });
  expect(what(await call.join(legId, second))).toBe("hang_up");
  expect(what(await call.join(legId, first))).toBe("join");
  expect(await call.legOf("member")).toMatchObject({ state: "answered", externalId: first });
  await end(call.id);
});

test("who asked to be called back and was not reached, or for whom nobody was free, waits in her conversation", async () => {
  await at(0);
  const vain = await lives["called back in vain"]!();
  await live(vain, { turns: [], again: [] });
  const [reached] = await listCalls(ctx, { limit: 1 });
  await concludeCall(ctx, { callId: reached!.id });
  await concludeCall(ctx, { callId: reached!.id });
  const call = await aCall("callback");
  await call.ask("waiting", "1");
  const gone = leg(call.externalId, "completed", 15, { talked: "15" });
  await tell(gone.query, gone.fields);
  await at(23 * 3600);
  await sweepCalls(ctx);
  expect(await call.get()).toMatchObject({ state: "callback", endedAt: null });
  await at(25 * 3600);
  await sweepCalls(ctx);
  expect(await call.get()).toMatchObject({ state: "ended", outcome: "not_reached", reason: "nobody_came" });
  await concludeCall(ctx, { callId: call.id });
  for (const [callId, why] of [[reached!.id, "busy"] as const, [call.id, "nobody was free"] as const]) {
    const { conversationId } = await getCall(ctx, callId);
    expect((await getConversation(ctx, conversationId)).waitingSince).not.toBeNull();
    // The entry of the call says so, and the one that waits.
    const says = `Asked to be called back and was not reached: ${why}`;
    expect((await listMessages(ctx, { conversationId, limit: 5 })).map(({ text }) => text)).toEqual([says, says]);
  }
});

test("a call that the provider cannot be asked about any more ends when no call could still last", async () => {
  // Rows are dated by the database, which has a clock of its own.
  const call = await aCall("voicemail");
  const since = Date.now();
  for (const [hours, state] of [[20, "voicemail"] as const, [26, "ended"] as const]) {
    setTo(new Date(since + hours * 3600_000));
    await sweepCalls(ctx);
    expect(await call.get()).toMatchObject({ state, legs: [{ state: state === "ended" ? "ended" : "ringing" }] });
  }
  expect(await call.get()).toMatchObject({ outcome: "missed" });
});

test("who shows no number is answered as anybody, and never promised to be called back", async () => {
  await at(0);
  const hidden = await aCall("callback", null);
  const said = JSON.stringify(await hidden.ask("waiting"));
  expect(said).toContain("You are number");
  expect(said).not.toContain("press 1");
  expect(what(await hidden.ask("waiting", "1"))).toBe("say pause");
  expect((await hidden.get()).state).toBe("waiting");
  expect(JSON.stringify(await (await aCall("callback")).ask("waiting"))).toContain("press 1");
  await at(3600);
  await overflowCall(ctx, { callId: hidden.id });
  const sound = sid("RE");
  const left = recorded(hidden.id, sound, "voicemail");
  await tell(left.query, left.fields);
  const gone = leg(hidden.externalId, "completed", 3700, { talked: "3700" });
  await tell(gone.query, gone.fields);
  const { outcome, conversationId } = await hidden.get();
  expect(outcome).toBe("voicemail");
  expect((await getConversation(ctx, conversationId)).waitingSince).not.toBeNull();
});
