import { randomInt, randomUUID } from "node:crypto";
import {
  type Ask,
  type CallInFull,
  continueCall,
  createPhoneLine,
  getCall,
  giveUpLeg,
  joinLeg,
  lineSettings,
  listLines,
  receiveCall,
  type Step,
  takeCall,
} from "../../../src/domain/calls/index.ts";
import { findCall } from "../../../src/domain/calls/rows.ts";
import { getConversation, listMessages } from "../../../src/domain/conversations/index.ts";
import { noteSeen } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { followCalls } from "../../../src/inbound/calls.ts";
import { twilioVoice } from "../../../src/integrations/twilio-voice/index.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aWorkspace } from "../../support/factories.ts";

const began = new Date("2026-11-23T10:00:00Z");
const after = (seconds: number) => new Date(began.getTime() + seconds * 1000);
export const sid = (kind = "CA") => `${kind}${randomUUID().replaceAll("-", "")}`;
export const somebody = () => `+1415${randomInt(2_000_000, 10_000_000)}`;
const idOf = ({ actor }: Context) => (actor.type === "member" ? actor.id : "");
export const lines = {
  recorded: { number: "+12025550142", settings: { record: true, wrapUpSeconds: 30 } },
  voicemail: { number: "+12025550143", settings: { first: { to: "voicemail" } } },
  callback: { number: "+12025550144", settings: { queue: { offerCallbackAfterSeconds: 0 }, wrapUpSeconds: 30 } },
  assistant: { number: "+12025550145", settings: { first: { to: "assistant" } } },
} as const;
type Line = keyof typeof lines;

export let ctx: Context;
export let ada: Context;
let [bo, cleo, dan]: Context[] = [];
export let connectionId: string;
let setBack = () => {};

/** A shop with a line for each way to answer, and four people. */
export async function openLines(): Promise<void> {
  ctx = await aWorkspace(await testDatabase());
  ada = await aMember(ctx);
  [bo, cleo, dan] = await Promise.all([1, 2, 3].map(() => aMember(ctx)));
  connectionId = (await aConnection(ctx, "twilio-voice")).id;
  for (const { number, settings } of Object.values(lines)) {
    await createPhoneLine(ctx, { connectionId, number, name: "", settings: lineSettings.parse(settings) });
  }
}

export function putClockBack(): void {
  setBack();
  setBack = () => {};
}

export function setTo(moment: Date): void {
  putClockBack();
  setBack = setClock(() => moment);
}

/** So long after it began, with everybody at work. */
export async function at(seconds: number): Promise<void> {
  setTo(after(seconds));
  for (const one of [ada, bo!, cleo!, dan!]) await noteSeen(one, { memberId: idOf(one) });
}

/** A call as Twilio would have it: what it asks, and what it tells in forms of its own. */
export async function aCall(line: Line, from: string | null = somebody()) {
  const externalId = sid();
  const steps = await receiveCall(ctx, {
    ...{ connectionId, externalId, lineNumber: lines[line].number, from, callerName: "" },
  });
  const { id } = (await findCall(ctx, { connectionId, externalId }))!;
  const get = () => getCall(ctx, id);
  const ask = (where: Ask["at"], digits = "") =>
    continueCall(ctx, { connectionId, externalId, digits, speech: "", handoff: null, ask: { at: where, callId: id } });
  const legOf = async (role: string, memberId: string | null = null) =>
    (await get()).legs.findLast((leg) => leg.role === role && (memberId === null || leg.memberId === memberId))!;
  return {
    ...{ id, externalId, steps, get, ask, legOf },
    /** A colleague takes it: her softphone rings, and she answers it with this leg. */
    async take(by: Context, leg: string) {
      await takeCall(by, { callId: id });
      return join(id, (await legOf("member", idOf(by))).id, leg);
    },
    join: (legId: string, leg: string) => join(id, legId, leg),
  };
}
const join = (callId: string, legId: string, externalId: string) =>
  joinLeg(ctx, { connectionId, callId, legId, externalId });
export const what = (steps: readonly Step[]) => steps.map((step) => step.do).join(" ");

/** What Twilio tells, through the adapter that reads it. */
export async function tell(query: Record<string, string>, fields: Record<string, string>) {
  const url = `/webhooks/twilio-voice?${new URLSearchParams(query)}`;
  const body = Buffer.from(new URLSearchParams(fields).toString());
  const read = twilioVoice.webhook!.read({ headers: {}, url, body, receivedAt: after(600) });
  if (read === "pull") throw new Error("Calls are told, not pulled");
  const connection = { id: connectionId, account: "", credentials: {}, settings: {} };
  for (const { payload } of read) {
    const facts = await twilioVoice.normalise!(payload, connection as never);
    await followCalls(ctx.db, [{ workspaceId: ctx.workspaceId, connectionId, cause: null, facts }]);
  }
}
export const leg = (CallSid: string, CallStatus: string, seconds: number, more: Record<string, string> = {}) => ({
  query: { told: "leg", ...(more.leg && { leg: more.leg, call: more.call! }) },
  fields: {
    ...{ CallSid, CallStatus, Timestamp: after(seconds).toUTCString(), Direction: "outbound-api", From: "", To: "" },
    ...(more.talked !== undefined && { CallDuration: more.talked }),
  },
});
const room = (call: string, CallSid: string, n: number, event: string, more: Record<string, string> = {}) => ({
  query: { told: "room", call },
  fields: {
    ...{ CallSid, ConferenceSid: `CF${"c".repeat(32)}`, StatusCallbackEvent: `participant-${event}` },
    ...{ SequenceNumber: String(n), Timestamp: after(20 + n).toUTCString(), Hold: "false", Muted: "false", ...more },
  },
});

/** Something that Twilio tells, and which of the questions it cannot come before. */
interface Told {
  behind: number;
  query: Record<string, string>;
  fields: Record<string, string>;
}
interface Life {
  /** What Twilio asks, in the only order there is. */
  questions: (() => Promise<unknown>)[];
  told(): Promise<Told[]>;
  record(): Promise<unknown>;
}

export const lives: Record<string, () => Promise<Life>> = {
  async "answered by the second who is rung, held, recorded, and wrapped up"() {
    const call = await aCall("recorded");
    const [mia, first, second, sound, words] = [call.externalId, sid(), sid(), sid("RE"), sid("GT")];
    let rung = "";
    return {
      questions: [
        async () => {
          await takeCall(bo!, { callId: call.id });
          rung = (await call.legOf("member", idOf(bo!))).id;
        },
        () => call.take(ada, second),
        () => call.ask("go"),
      ],
      async told() {
        const own = { leg: (await call.legOf("member", idOf(ada))).id, call: call.id };
        return [
          { behind: 0, ...leg(first, "no-answer", 9, { leg: rung, call: call.id }) },
          { behind: 1, ...leg(second, "initiated", 10, own) },
          { behind: 1, ...leg(second, "ringing", 11, own) },
          { behind: 1, ...leg(second, "in-progress", 20, own) },
          { behind: 2, ...room(call.id, second, 1, "join") },
          { behind: 2, ...room(call.id, mia, 2, "join") },
          { behind: 2, ...room(call.id, mia, 3, "hold", { Hold: "true" }) },
          { behind: 2, ...room(call.id, mia, 4, "unhold") },
          { behind: 2, ...room(call.id, second, 5, "mute", { Muted: "true" }) },
          { behind: 2, ...room(call.id, mia, 6, "leave") },
          { behind: 2, ...room(call.id, second, 7, "leave", { Muted: "true" }) },
          { behind: 2, ...leg(mia, "completed", 90, { talked: "90" }) },
          // Twilio rounds: it may say that nobody talked.
          { behind: 2, ...leg(second, "completed", 91, { ...own, talked: "0" }) },
          { behind: 2, ...recorded(call.id, sound, "call") },
          { behind: 2, ...spoken(call.id, words, 2, "outbound", "Hello, this is Ada.") },
          { behind: 2, ...spoken(call.id, words, 3, "inbound", "Where is my order?") },
          { behind: 2, ...spoken(call.id, words, 4, "outbound", "On its way.") },
        ];
      },
      record: async () => recordOf(await call.get()),
    };
  },
  async "a message after the tone, with what was said in it"() {
    const call = await aCall("voicemail");
    const sound = sid("RE");
    return {
      questions: [() => call.ask("recorded")],
      told: async () => [
        { behind: 0, ...leg(call.externalId, "completed", 40, { talked: "40" }) },
        { behind: 0, ...recorded(call.id, sound, "voicemail") },
        {
          behind: 0,
          query: { told: "transcript", call: call.id },
          fields: {
            ...{ RecordingSid: sound, TranscriptionSid: sid("TR") },
            ...{ TranscriptionStatus: "completed", TranscriptionText: "Please call me." },
          },
        },
      ],
      record: async () => recordOf(await call.get()),
    };
  },
  "called back instead of waiting": () => calledBack(cleo!, true),
  "called back in vain": () => calledBack(dan!, false),
  async "gone while the assistant talks"() {
    const call = await aCall("assistant");
    return {
      questions: [() => Promise.resolve()],
      told: async () => [{ behind: 0, ...leg(call.externalId, "completed", 40, { talked: "40" }) }],
      record: async () => recordOf(await call.get()),
    };
  },
};

async function calledBack(by: Context, isReached: boolean): Promise<Life> {
  const call = await aCall("callback");
  const [mia, own, back] = [call.externalId, sid(), sid()];
  return {
    questions: [
      () => call.ask("waiting", "1"),
      () => call.take(by, own),
      async () => isReached && call.join((await call.legOf("customer")).id, back),
    ],
    async told() {
      const hers = { leg: (await call.legOf("member", idOf(by))).id, call: call.id };
      const second = { leg: (await call.legOf("customer")).id, call: call.id };
      return [
        { behind: 0, ...leg(mia, "completed", 15, { talked: "15" }) },
        { behind: 1, ...leg(own, "ringing", 20, hers) },
        { behind: 1, ...leg(own, "in-progress", 25, hers) },
        { behind: 2, ...leg(back, "ringing", 30, second) },
        ...(isReached ? [{ behind: 2, ...leg(back, "in-progress", 33, second) }] : []),
        { behind: 2, ...leg(back, isReached ? "completed" : "busy", 60, { ...second, talked: "0" }) },
        { behind: 2, ...leg(own, "completed", 61, { ...hers, talked: "0" }) },
      ];
    },
    record: async () => recordOf(await call.get()),
  };
}

export const recorded = (call: string, RecordingSid: string, kind: "call" | "voicemail") => ({
  query: { told: "recording", call, kind },
  fields: { RecordingSid, RecordingStatus: "completed", RecordingDuration: "31" },
});

/** What somebody said, on the customer's leg. */
const spoken = (call: string, TranscriptionSid: string, n: number, track: "inbound" | "outbound", said: string) => ({
  query: { told: "speech", call },
  fields: {
    ...{ TranscriptionSid, TranscriptionEvent: "transcription-content", SequenceId: String(n) },
    ...{ Track: `${track}_track`, TranscriptionData: JSON.stringify({ transcript: said, confidence: 0.9 }) },
    Timestamp: after(20 + n).toISOString(),
  },
});

/** Everything of a call but what is its own: ids, numbers, and when the rows were written. */
async function recordOf({ legs, recordings, hasLines, ...call }: CallInFull) {
  const said = await listLines(ctx, { callId: call.id, limit: 100 });
  const { waitingSince, lastMessagePreview } = await getConversation(ctx, call.conversationId);
  // A message that was left stands there where it comes last.
  const inbox = call.outcome === "answered" ? lastMessagePreview : null;
  const messages = await listMessages(ctx, { conversationId: call.conversationId, limit: 20 });
  const { outcome, reason, memberId, answeredAt, callbackAt, assistantAt, endedAt } = call;
  return {
    call: { state: call.state, outcome, reason, memberId, answeredAt, callbackAt, assistantAt, endedAt },
    legs: legs.map(({ id: _, callId: _call, externalId: _sid, number: _number, createdAt: _at, ...facts }) => facts),
    recordings: recordings.map(({ kind, durationSeconds, transcript, isTranscribed }) => ({
      ...{ kind, durationSeconds, transcript, isTranscribed },
    })),
    said: [hasLines, ...said.map(({ speaker, text, spokenAt }) => [speaker, text, spokenAt])],
    conversation: { isAwaited: waitingSince !== null, inbox, says: messages.map(({ text }) => text).sort() },
  };
}

/** Asks and tells: what is told comes as early or late as `turns` say, and some of it again. */
export async function live({ questions, told, record }: Life, { turns, again }: { turns: number[]; again: number[] }) {
  const late: Told[] = [];
  for (const [n, question] of questions.entries()) {
    await question();
    const all = await told().catch(() => []);
    if (n < questions.length - 1) {
      // The first of what may come by now, sometimes before the next question.
      const early = all.filter((one) => one.behind === n && !isFinal(one));
      if ((turns[n] ?? 0) % 2 === 1) for (const { query, fields } of early) await tell(query, fields);
    } else late.push(...all);
  }
  const order = late
    .map((one, n) => ({ one, turn: turns[n + questions.length] ?? 0 }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ one }) => one);
  for (const { query, fields } of [...order, ...again.map((n) => order[n % order.length]!)]) await tell(query, fields);
  return record();
}
const isFinal = ({ fields }: Told) => /completed|busy|no-answer/.test(fields.CallStatus ?? "");

/** All hang up. */
export async function end(callId: string) {
  for (const { id } of (await getCall(ctx, callId)).legs) await giveUpLeg(ctx, { legId: id, reason: "canceled" });
}
