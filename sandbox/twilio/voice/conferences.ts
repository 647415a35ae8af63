import type { Router } from "express";
import type { Sandbox } from "../../sandbox.ts";
import { type Call, restCall } from "../call.ts";
import { notFound, refused } from "../errors.ts";
import { page } from "../page.ts";
import { callbackOf, parties, recordingCallbackOf } from "./calls.ts";
import { conferenceNamed, endConference, tell, type Wish } from "./conference.ts";
import { play } from "./listen.ts";
import { placeIntoConference } from "./place.ts";
import type { Callback, Conference, Participant } from "./state.ts";
import { conferenceView, participantView } from "./views.ts";

const conferences = "/2010-04-01/Accounts/:AccountSid/Conferences";
const participants = `${conferences}/:ConferenceSid/Participants`;

/** Source: https://www.twilio.com/docs/voice/api/conference-resource */
export function conferenceRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get(`${conferences}.json`, restCall(sandbox, list));
  routes.get(
    `${conferences}/:ConferenceSid.json`,
    restCall(sandbox, (call) => conferenceView(conferenceOf(call))),
  );
  routes.post(`${conferences}/:ConferenceSid.json`, restCall(sandbox, update));
  routes.get(`${participants}.json`, restCall(sandbox, listParticipants));
  routes.post(`${participants}.json`, restCall(sandbox, addParticipant, 201));
  routes.get(
    `${participants}/:CallSid.json`,
    restCall(sandbox, (call) => participantView(conferenceOf(call), participantOf(call))),
  );
  routes.post(`${participants}/:CallSid.json`, restCall(sandbox, change));
  routes.delete(
    `${participants}/:CallSid.json`,
    restCall(sandbox, (call) => participantOf(call).leave("kicked")),
  );
}

function list(call: Call) {
  const [name, status] = [call.text("FriendlyName"), call.text("Status")];
  const all = [...call.account.voice.conferences.values()].filter(
    (each) => (!name || each.name === name) && (!status || each.status === status),
  );
  return page(call, "conferences", all.reverse(), conferenceView);
}

function update(call: Call) {
  const conference = conferenceOf(call);
  if (call.text("Status") === "completed") endConference(call.sandbox, conference, "conference-ended-via-api", null);
  announce(call, [...conference.participants.values()]);
  return conferenceView(conference);
}

function announce({ sandbox, text }: Call, to: Participant[]): void {
  const url = text("AnnounceUrl");
  if (url) for (const { leg } of to) play(sandbox, leg, "played", url);
}

function listParticipants(call: Call) {
  const conference = conferenceOf(call);
  const [muted, hold] = [call.flag("Muted"), call.flag("Hold")];
  const all = [...conference.participants.values()]
    .filter((each) => (muted === undefined || each.muted === muted) && (hold === undefined || each.hold === hold))
    .map((participant) => ({ sid: participant.leg.sid, participant }));
  return page(call, "participants", all, ({ participant }) => participantView(conference, participant));
}

/** Calls somebody into a conference, which may be named and need not exist. */
function addParticipant(call: Call) {
  const { sandbox, account, text, flag } = call;
  const { from, to } = parties(call);
  const given = call.path("ConferenceSid");
  const conference = account.voice.conferences.get(given) ?? conferenceNamed(sandbox, account, given);
  if (conference.status === "completed") throw refused(21220, "The conference has ended");
  const wish: Wish = {
    ...{
      label: text("Label") ?? null,
      muted: flag("Muted") ?? false,
      startOnEnter: flag("StartConferenceOnEnter") ?? true,
    },
    ...{ endOnExit: flag("EndConferenceOnExit") ?? false, coach: (flag("Coaching") && text("CallSidToCoach")) || null },
    ...{
      waitUrl: text("WaitUrl") || null,
      callback: conferenceCallback(call),
      most: Number(text("MaxParticipants") ?? 250),
    },
    record: /^(?:true|record-from-start)$/.test(text("ConferenceRecord") ?? "")
      ? { callback: recordingCallbackOf(call, "Conference") }
      : null,
  };
  const record = flag("Record") ? { callback: recordingCallbackOf(call), channels: 1 } : null;
  const timeoutMs = Number(text("Timeout") ?? 60) * 1000;
  const outbound = { from, to, callback: callbackOf(call), timeoutMs, detectsMachine: false, record };
  const leg = placeIntoConference(sandbox, account, outbound, conference.sid, wish);
  const { label, muted, startOnEnter, endOnExit, coach } = wish;
  const expected = {
    leg,
    label,
    muted,
    hold: false,
    coaching: coach !== null,
    callSidToCoach: coach,
    startOnEnter,
    endOnExit,
  };
  const view = participantView(conference, { ...expected, joinedAt: leg.createdAt, begin: () => {}, leave: () => {} });
  return { ...view, status: "queued" };
}

function conferenceCallback({ text, many }: Call): Callback | null {
  const url = text("ConferenceStatusCallback");
  const events = many("ConferenceStatusCallbackEvent").flatMap((each) => each.split(" "));
  const method = text("ConferenceStatusCallbackMethod") ?? "POST";
  return url ? { url, method, events: new Set(events.length > 0 ? events : ["start", "end"]) } : null;
}

function change(call: Call) {
  const { sandbox, flag, text } = call;
  const [conference, participant] = [conferenceOf(call), participantOf(call)];
  const [muted, hold, coaching, endOnExit] = [
    flag("Muted"),
    flag("Hold"),
    flag("Coaching"),
    flag("EndConferenceOnExit"),
  ];
  if (muted !== undefined && muted !== participant.muted) {
    participant.muted = muted;
    tell(sandbox, conference, muted ? "mute" : "unmute", participant);
  }
  if (hold !== undefined && hold !== participant.hold) {
    participant.hold = hold;
    if (hold) play(sandbox, participant.leg, "music", text("HoldUrl") ?? "");
    tell(sandbox, conference, hold ? "hold" : "unhold", participant);
  }
  if (coaching !== undefined) {
    participant.coaching = coaching;
    participant.callSidToCoach = coaching ? (text("CallSidToCoach") ?? participant.callSidToCoach) : null;
    tell(sandbox, conference, "modify", participant);
  }
  if (endOnExit !== undefined) participant.endOnExit = endOnExit;
  announce(call, [participant]);
  return participantView(conference, participant);
}

function conferenceOf({ account, path, uri }: Call): Conference {
  const conference = account.voice.conferences.get(path("ConferenceSid"));
  if (!conference) throw notFound(uri);
  return conference;
}

/** By its call's sid or by its label. */
function participantOf(call: Call): Participant {
  const { participants: all, status } = conferenceOf(call);
  const wanted = call.path("CallSid");
  const participant = all.get(wanted) ?? [...all.values()].find(({ label }) => label === wanted);
  if (!participant || status === "completed") throw notFound(call.uri);
  return participant;
}
