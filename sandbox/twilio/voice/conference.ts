import type { Sandbox } from "../../sandbox.ts";
import { rfc2822 } from "../dates.ts";
import { notify } from "../hooks.ts";
import { newSid } from "../sid.ts";
import type { Account } from "../state.ts";
import type { Verb } from "../twiml.ts";
import { actionOf, address } from "./action.ts";
import { play } from "./listen.ts";
import { recordingCallback, startRecording, stopRecording } from "./recordings.ts";
import type { Document, Outcome, Performing } from "./run.ts";
import { type Callback, type Conference, Interrupted, type Leg, type Participant, type Recording } from "./state.ts";
import { waitWith } from "./wait.ts";

/** What one participant wants of a conference. */
export interface Wish {
  label: string | null;
  muted: boolean;
  startOnEnter: boolean;
  endOnExit: boolean;
  coach: string | null;
  waitUrl: string | null;
  callback: Callback | null;
  /** Set when the conference is to be recorded. */
  record: Pick<Recording, "callback"> | null;
  most: number;
}

/** Source: https://www.twilio.com/docs/voice/twiml/conference */
export async function joinConference(verb: Verb, noun: Verb, performing: Performing): Promise<Outcome> {
  const { sandbox, leg, document, signal } = performing;
  const conference = conferenceNamed(sandbox, leg.account, noun.text.trim());
  const since = sandbox.twilio.schedule.now();
  await takePart(sandbox, leg, conference, wishIn(noun, document), signal);
  const seconds = Math.ceil((sandbox.twilio.schedule.now().getTime() - since.getTime()) / 1000);
  const fields = { DialCallStatus: "answered", DialCallDuration: String(seconds), ConferenceSid: conference.sid };
  return actionOf(verb, document, fields) ?? undefined;
}

function wishIn(noun: Verb, document: Document): Wish {
  const { attributes } = noun;
  const url = address(noun, "statusCallback", document);
  const { statusCallbackMethod: method = "POST", statusCallbackEvent = "start end" } = attributes;
  return {
    ...{ label: attributes.participantLabel ?? null, muted: attributes.muted === "true" },
    ...{
      startOnEnter: attributes.startConferenceOnEnter !== "false",
      endOnExit: attributes.endConferenceOnExit === "true",
    },
    ...{ coach: attributes.coach ?? null, waitUrl: address(noun, "waitUrl", document) },
    callback: url ? { url, method, events: new Set(statusCallbackEvent.split(" ")) } : null,
    record: attributes.record === "record-from-start" ? { callback: recordingCallback(noun, document) } : null,
    most: Number(attributes.maxParticipants ?? 250),
  };
}

/** The running conference of a name, or a new one. */
export function conferenceNamed({ twilio }: Sandbox, account: Account, name: string): Conference {
  const running = [...account.voice.conferences.values()].find(
    (each) => each.name === name && each.status !== "completed",
  );
  if (running) return running;
  const at = twilio.schedule.now();
  const conference: Conference = {
    ...{ sid: newSid("CF"), account, name, status: "init", participants: new Map(), callback: null, sequence: 0 },
    ...{ recording: null, createdAt: at, updatedAt: at, reasonEnded: null, endedBy: null },
  };
  account.voice.conferences.set(conference.sid, conference);
  return conference;
}

/** Resolves when the leg is out of the conference again. @throws Interrupted when it hung up or was sent elsewhere. */
export async function takePart(
  sandbox: Sandbox,
  leg: Leg,
  conference: Conference,
  wish: Wish,
  signal: AbortSignal,
): Promise<void> {
  if (conference.participants.size >= wish.most) return;
  const out = Promise.withResolvers<string>();
  const waiting = new AbortController();
  const { label, muted, startOnEnter, endOnExit, coach } = wish;
  const participant: Participant = {
    ...{ leg, label, muted, hold: false, coaching: coach !== null, callSidToCoach: coach, startOnEnter, endOnExit },
    ...{
      joinedAt: sandbox.twilio.schedule.now(),
      leave: out.resolve,
      begin: () => waiting.abort(new Interrupted(null)),
    },
  };
  conference.callback ??= wish.callback;
  conference.participants.set(leg.sid, participant);
  leg.audience = () => audienceOf(conference, participant);
  tell(sandbox, conference, "join", participant);
  begin(sandbox, conference, wish);
  if (conference.status === "init") {
    void waitFor(sandbox, leg, conference, wish, AbortSignal.any([signal, waiting.signal]));
  }
  const onAbort = () => {
    const isMoved = signal.reason instanceof Interrupted && signal.reason.to !== null;
    out.resolve(isMoved ? "participant_updated_via_api" : "participant_hung_up");
  };
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  const why = await out.promise;
  signal.removeEventListener("abort", onAbort);
  depart(sandbox, conference, participant, why);
  signal.throwIfAborted();
}

/** Out it goes; who ends the conference by going, or is the last, ends it. */
function depart(sandbox: Sandbox, conference: Conference, participant: Participant, why: string): void {
  const { leg, endOnExit } = participant;
  participant.begin();
  if (!conference.participants.delete(leg.sid)) return;
  leg.audience = () => [];
  tell(sandbox, conference, "leave", participant, { ReasonParticipantLeft: why });
  const how = why === "kicked" ? "kicked" : "left";
  if (endOnExit) endConference(sandbox, conference, `participant-with-end-conference-on-exit-${how}`, leg.sid);
  else if (conference.participants.size === 0) endConference(sandbox, conference, `last-participant-${how}`, leg.sid);
}

function audienceOf({ participants, status }: Conference, own: Participant): Leg[] {
  if (status !== "in-progress" || own.muted || own.hold) return [];
  const others = [...participants.values()].filter((each) => each !== own && !each.hold);
  const heard = own.coaching ? others.filter(({ leg }) => leg.sid === own.callSidToCoach) : others;
  return heard.map(({ leg }) => leg);
}

/** It starts with two people of whom one may start it. */
function begin(sandbox: Sandbox, conference: Conference, wish: Wish): void {
  const all = [...conference.participants.values()];
  if (conference.status === "init" && all.length > 1 && all.some(({ startOnEnter }) => startOnEnter)) {
    conference.status = "in-progress";
    conference.updatedAt = sandbox.twilio.schedule.now();
    for (const participant of all) participant.begin();
    tell(sandbox, conference, "start", null);
  }
  if (!wish.record || conference.recording) return;
  const { sid: conferenceSid, account } = conference;
  const given = { leg: null, source: "Conference", callback: wish.record.callback, conferenceSid };
  conference.recording = startRecording(sandbox, account, given);
}

async function waitFor(
  sandbox: Sandbox,
  leg: Leg,
  conference: Conference,
  { waitUrl }: Wish,
  signal: AbortSignal,
): Promise<void> {
  if (!waitUrl) return play(sandbox, leg, "music", "");
  const fields = () => ({ ConferenceSid: conference.sid, FriendlyName: conference.name });
  await waitWith(sandbox, leg, waitUrl, fields, signal, () => conference.status === "init").catch(() => null);
}

export function endConference(sandbox: Sandbox, conference: Conference, reason: string, endedBy: string | null): void {
  if (conference.status === "completed") return;
  conference.status = "completed";
  conference.updatedAt = sandbox.twilio.schedule.now();
  Object.assign(conference, { reasonEnded: reason, endedBy });
  if (conference.recording) stopRecording(sandbox, conference.recording);
  for (const participant of [...conference.participants.values()]) {
    participant.leave("conference_ended");
    depart(sandbox, conference, participant, "conference_ended");
  }
  tell(sandbox, conference, "end", null, {
    ReasonConferenceEnded: reason,
    ...(endedBy ? { CallSidEndingConference: endedBy } : {}),
  });
}

/** Event as asked for → as told. */
const eventNames: Record<string, string> = {
  ...{ start: "conference-start", end: "conference-end", join: "participant-join", leave: "participant-leave" },
  ...{ mute: "participant-mute", unmute: "participant-unmute", hold: "participant-hold", unhold: "participant-unhold" },
  ...{ modify: "participant-modify" },
};

/** Source: https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback */
export function tell(
  sandbox: Sandbox,
  conference: Conference,
  event: string,
  participant: Participant | null,
  more: Record<string, string> = {},
): void {
  const { callback, account, sid, name } = conference;
  if (!callback?.events.has(event.replace(/^un/, ""))) return;
  const who = participant && {
    ...{ CallSid: participant.leg.sid, Muted: String(participant.muted), Hold: String(participant.hold) },
    ...{ Coaching: String(participant.coaching), EndConferenceOnExit: String(participant.endOnExit) },
    ...{ StartConferenceOnEnter: String(participant.startOnEnter) },
    ...(participant.label ? { ParticipantLabel: participant.label } : {}),
    ...(participant.callSidToCoach ? { CallSidToCoach: participant.callSidToCoach } : {}),
  };
  notify(sandbox, {
    ...{ account, url: callback.url, method: callback.method, label: `conference-status ${name} ${eventNames[event]}` },
    fields: {
      ...{
        ConferenceSid: sid,
        FriendlyName: name,
        AccountSid: account.sid,
        StatusCallbackEvent: eventNames[event] ?? event,
      },
      ...{ Timestamp: rfc2822(sandbox.twilio.schedule.now()), SequenceNumber: String(++conference.sequence) },
      ...{ ...who, ...more },
    },
  });
}
