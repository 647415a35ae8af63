import type { Sandbox } from "../../sandbox.ts";
import { rfc2822 } from "../dates.ts";
import { durationSeconds as legSeconds } from "./legs.ts";
import { averageWait, waitedSeconds } from "./queue.ts";
import { durationSeconds, recordingUrl } from "./recordings.ts";
import type { Conference, Leg, Participant, Queue, QueueMember, Recording, Transcription } from "./state.ts";

const version = "2010-04-01";
const accountUri = ({ sid }: { sid: string }) => `/${version}/Accounts/${sid}`;
const stamps = (created: Date, updated: Date) => ({ date_created: rfc2822(created), date_updated: rfc2822(updated) });

export function callView({ twilio }: Sandbox, leg: Leg) {
  const { sid, account, parent, from, to, status, direction, answeredAt, endedAt } = leg;
  const uri = `${accountUri(account)}/Calls/${sid}`;
  const parts = ["notifications", "recordings", "transcriptions", "events", "streams"];
  return {
    ...{
      sid,
      account_sid: account.sid,
      parent_call_sid: parent?.sid ?? null,
      from,
      to,
      direction,
      api_version: version,
    },
    ...{ from_formatted: from, to_formatted: to, phone_number_sid: leg.numberSid },
    ...{ status: status === "initiated" ? "queued" : status, ...stamps(leg.createdAt, leg.updatedAt) },
    ...{ start_time: answeredAt && rfc2822(answeredAt), end_time: endedAt && rfc2822(endedAt) },
    ...{ duration: endedAt ? String(legSeconds(leg, twilio.schedule.now())) : null, price: null, price_unit: "USD" },
    ...{ answered_by: leg.answeredBy, forwarded_from: leg.forwardedFrom, group_sid: null, caller_name: leg.callerName },
    ...{ queue_time: String(leg.queueSeconds * 1000), trunk_sid: null, uri: `${uri}.json` },
    subresource_uris: Object.fromEntries(
      parts.map((part) => [part, `${uri}/${part[0]?.toUpperCase()}${part.slice(1)}.json`]),
    ),
  };
}

export function conferenceView(conference: Conference) {
  const { sid, account, name, status, createdAt, updatedAt, reasonEnded, endedBy } = conference;
  const uri = `${accountUri(account)}/Conferences/${sid}`;
  return {
    ...{ sid, account_sid: account.sid, friendly_name: name, status, region: "us1", api_version: version },
    ...{ ...stamps(createdAt, updatedAt), reason_conference_ended: reasonEnded, call_sid_ending_conference: endedBy },
    ...{
      uri: `${uri}.json`,
      subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
    },
  };
}

export function participantView({ sid, account }: Conference, participant: Participant) {
  const { leg, label, muted, hold, coaching, callSidToCoach, startOnEnter, endOnExit, joinedAt } = participant;
  return {
    ...{ account_sid: account.sid, call_sid: leg.sid, conference_sid: sid, label, muted, hold, coaching },
    ...{
      call_sid_to_coach: callSidToCoach,
      start_conference_on_enter: startOnEnter,
      end_conference_on_exit: endOnExit,
    },
    ...{ status: "connected", queue_time: String(leg.queueSeconds), ...stamps(joinedAt, joinedAt) },
    uri: `${accountUri(account)}/Conferences/${sid}/Participants/${leg.sid}.json`,
  };
}

export function queueView(accountSid: string, queue: Queue) {
  const { sid, name, maxSize, createdAt, updatedAt, members } = queue;
  const uri = `${accountUri({ sid: accountSid })}/Queues/${sid}`;
  return {
    ...{ sid, account_sid: accountSid, friendly_name: name, max_size: maxSize, current_size: members.length },
    ...{ average_wait_time: averageWait(queue), ...stamps(createdAt, updatedAt), uri: `${uri}.json` },
    subresource_uris: { members: `${uri}/Members.json` },
  };
}

export function memberView(sandbox: Sandbox, accountSid: string, queue: Queue, member: QueueMember) {
  return {
    ...{ call_sid: member.leg.sid, queue_sid: queue.sid, date_enqueued: rfc2822(member.enqueuedAt) },
    ...{ position: queue.members.indexOf(member) + 1, wait_time: waitedSeconds(sandbox, member) },
    uri: `${accountUri({ sid: accountSid })}/Queues/${queue.sid}/Members/${member.leg.sid}.json`,
  };
}

export function recordingView(sandbox: Sandbox, recording: Recording) {
  const { sid, account, leg, conferenceSid, status, source, channels, track, startedAt, endedAt } = recording;
  const isDone = status === "completed";
  const uri = `${accountUri(account)}/Recordings/${sid}`;
  return {
    ...{
      sid,
      account_sid: account.sid,
      call_sid: leg?.sid ?? null,
      conference_sid: conferenceSid,
      api_version: version,
    },
    ...{
      status: endedAt && !isDone && status !== "absent" ? "processing" : status,
      source,
      channels,
      track,
      price: null,
    },
    ...{ price_unit: "USD", duration: isDone ? String(durationSeconds(recording)) : null, error_code: null },
    ...{ start_time: rfc2822(startedAt), ...stamps(startedAt, endedAt ?? startedAt), encryption_details: null },
    ...{ media_url: recordingUrl(sandbox, recording), uri: `${uri}.json` },
    subresource_uris: { transcriptions: `${uri}/Transcriptions.json`, add_on_results: `${uri}/AddOnResults.json` },
  };
}

export function transcriptionView(accountSid: string, transcription: Transcription) {
  const { sid, recordingSid, text, durationSeconds: seconds, createdAt } = transcription;
  return {
    ...{ sid, account_sid: accountSid, recording_sid: recordingSid, transcription_text: text, status: "completed" },
    ...{ type: "fast", duration: String(seconds), price: null, price_unit: "USD", api_version: version },
    ...{ ...stamps(createdAt, createdAt), uri: `${accountUri({ sid: accountSid })}/Transcriptions/${sid}.json` },
  };
}
