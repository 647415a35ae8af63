import type { Verb } from "../twiml.ts";
import { actionOf, address, tellAction } from "./action.ts";
import { joinConference } from "./conference.ts";
import { advance, durationSeconds, hangUp, newLeg, ring } from "./legs.ts";
import { listen, play } from "./listen.ts";
import { dialQueue } from "./queue.ts";
import { recordingCallback, recordingUrl, startRecording, stopRecording } from "./recordings.ts";
import { allowedIn } from "./rules.ts";
import { load, type Outcome, type Performing, performAll } from "./run.ts";
import { type Callback, type CallStatus, Interrupted, isOver, type Leg, type Recording } from "./state.ts";
import { perform } from "./verbs.ts";

const usualEvents = "completed";

/** Source: https://www.twilio.com/docs/voice/twiml/dial */
export async function dial(verb: Verb, performing: Performing): Promise<Outcome> {
  const [noun] = allowedIn(verb.children, "Dial");
  if (noun?.name === "Conference") return joinConference(verb, noun, performing);
  if (noun?.name === "Queue") return dialQueue(verb, noun, performing);
  const { document } = performing;
  const children = called(verb, performing);
  try {
    const fields = await connected(verb, performing, children);
    return actionOf(verb, document, fields) ?? undefined;
  } catch (error) {
    if (error instanceof Interrupted && error.to === null) {
      tellAction(verb, performing, { DialCallStatus: "canceled", CallStatus: "completed" });
    }
    throw error;
  } finally {
    for (const { child } of children) hangUp(performing.sandbox, child, child.answeredAt ? "completed" : "canceled");
  }
}

interface Called {
  child: Leg;
  noun: Verb | null;
}

function called(verb: Verb, { sandbox, leg, document }: Performing): Called[] {
  const nouns = verb.children.filter(({ name }) => name === "Number" || name === "Client");
  const targets = nouns.length > 0 ? nouns : [{ ...verb, name: "Number", attributes: {}, children: [] }];
  return targets.map((noun) => {
    const identity = noun.children.find(({ name }) => name === "Identity")?.text ?? noun.text;
    const to = noun.name === "Client" ? `client:${identity.trim()}` : noun.text.trim();
    const given = noun.children
      .filter(({ name }) => name === "Parameter")
      .map(({ attributes }) => [attributes.name ?? "", attributes.value ?? ""]);
    const url = address(noun, "statusCallback", document);
    const { statusCallbackMethod: method = "POST", statusCallbackEvent = usualEvents } = noun.attributes;
    const callback: Callback | null =
      url === null ? null : { url, method, events: new Set(statusCallbackEvent.split(" ")) };
    const from = verb.attributes.callerId ?? leg.from;
    const child = newLeg(sandbox, leg.account, {
      direction: "outbound-dial",
      from,
      to,
      parent: leg,
      callback,
      parameters: Object.fromEntries(given),
    });
    return { child, noun: noun === verb ? null : noun };
  });
}

/** Rings everybody; the first to answer is put through, the others are given up. @returns what the action is told. */
async function connected(verb: Verb, performing: Performing, children: Called[]): Promise<Record<string, string>> {
  const { sandbox, leg, signal } = performing;
  const timeoutMs = Number(verb.attributes.timeout ?? 30) * 1000;
  const giveUp = new AbortController();
  const ringing = AbortSignal.any([signal, giveUp.signal]);
  const statuses = new Map<Leg, CallStatus>();
  if (leg.status === "in-progress") play(sandbox, leg, "played", "ringing");
  const rung = children.map(async ({ child, noun }) => {
    const status = await ring(sandbox, child, timeoutMs, ringing);
    statuses.set(child, status);
    if (status !== "in-progress") throw new Error(status);
    if (noun && !(await whispered(performing, child, noun))) throw new Error("declined");
    return child;
  });
  const winner = await Promise.any(rung).catch(() => null);
  giveUp.abort(new Interrupted(null));
  signal.throwIfAborted();
  const last = children.at(-1)?.child;
  if (!winner) {
    const all = [...statuses.values()];
    const status =
      all.find((each) => each === "busy") ?? all.find((each) => each === "no-answer") ?? all[0] ?? "failed";
    return {
      DialCallStatus: status === "in-progress" ? "completed" : status,
      DialCallSid: last?.sid ?? "",
      DialBridged: "false",
    };
  }
  for (const { child } of children) if (child !== winner) hangUp(sandbox, child, "canceled");
  return bridged(verb, performing, winner, children);
}

/** The noun's own document is carried out for who answered, before they are put through. */
async function whispered(
  { sandbox, leg, signal, document: here }: Performing,
  child: Leg,
  noun: Verb,
): Promise<boolean> {
  if (!noun.attributes.url) return true;
  const url = new URL(noun.attributes.url, here.url).href;
  const document = await load(sandbox, child, { url, method: noun.attributes.method });
  child.run = new AbortController();
  const inner = AbortSignal.any([signal, child.run.signal]);
  if (!document) return !isOver(child);
  const outcome = await performAll(document.verbs, { sandbox, leg: child, document, signal: inner }, perform).catch(
    () => "hangup",
  );
  if (outcome === "hangup") hangUp(sandbox, child);
  return !isOver(child) && !isOver(leg);
}

/** Two legs hear each other until one of them is gone, or the time is over. */
async function bridged(
  verb: Verb,
  performing: Performing,
  child: Leg,
  children: Called[],
): Promise<Record<string, string>> {
  const { sandbox, leg, signal, document } = performing;
  advance(sandbox, leg, "in-progress");
  const since = sandbox.twilio.schedule.now();
  const recording = dialRecording(verb, performing, document);
  pair(leg, child);
  const limitMs = Number(verb.attributes.timeLimit ?? 14_400) * 1000;
  const inner = new AbortController();
  try {
    const onStar = verb.attributes.hangupOnStar === "true";
    const gone = child.ended.then(() => null);
    const cut = listen(sandbox, leg, limitMs, AbortSignal.any([signal, inner.signal]), (input) =>
      onStar && input.kind === "digit" && input.digit === "*" ? true : undefined,
    );
    const left = await Promise.race([gone, cut, moved(child)]);
    if (left === "moved") children.splice(0);
  } finally {
    inner.abort(new Interrupted(null));
    part(leg, child);
    if (recording) stopRecording(sandbox, recording);
  }
  const at = sandbox.twilio.schedule.now();
  const seconds = Math.max(Math.ceil((at.getTime() - since.getTime()) / 1000), durationSeconds(child, at) > 0 ? 1 : 0);
  return {
    ...{ DialCallStatus: "completed", DialCallSid: child.sid, DialCallDuration: String(seconds), DialBridged: "true" },
    ...(recording ? { RecordingUrl: recordingUrl(sandbox, recording), RecordingSid: recording.sid } : {}),
  };
}

/** The API sends the called leg somewhere else: it leaves the bridge and lives on. */
function moved(child: Leg): Promise<"moved"> {
  const run = new AbortController();
  child.run = run;
  return new Promise((left) => run.signal.addEventListener("abort", () => isOver(child) || left("moved")));
}

function dialRecording(verb: Verb, { sandbox, leg }: Performing, document: Performing["document"]): Recording | null {
  const kind = verb.attributes.record ?? "do-not-record";
  if (!kind.startsWith("record") && kind !== "true") return null;
  const channels = kind.endsWith("-dual") ? 2 : 1;
  return startRecording(sandbox, leg.account, {
    leg,
    source: "DialVerb",
    callback: recordingCallback(verb, document),
    channels,
  });
}

export function pair(one: Leg, other: Leg): void {
  one.audience = () => [other];
  other.audience = () => [one];
}

export function part(one: Leg, other: Leg): void {
  one.audience = () => [];
  other.audience = () => [];
}
