import type { Router } from "express";
import type { Sandbox } from "../../sandbox.ts";
import { type Call, restCall } from "../call.ts";
import { notFound, refused } from "../errors.ts";
import { page } from "../page.ts";
import { legOf, recordingCallbackOf } from "./calls.ts";
import { durationSeconds, startRecording, stopRecording } from "./recordings.ts";
import type { Recording, Transcription } from "./state.ts";
import { recordingView, transcriptionView } from "./views.ts";
import { waveOf } from "./wave.ts";

const account = "/2010-04-01/Accounts/:AccountSid";

/** Recordings, their sound and what was understood of it. Source: https://www.twilio.com/docs/voice/api/recording */
export function recordingRoutes(routes: Router, sandbox: Sandbox): void {
  const view = (recording: Recording) => recordingView(sandbox, recording);
  const listed = (call: Call, fits: (recording: Recording) => boolean) =>
    page(call, "recordings", [...call.account.voice.recordings.values()].filter(fits).reverse(), view);
  const ofCall = `${account}/Calls/:CallSid/Recordings`;
  const ofConference = `${account}/Conferences/:ConferenceSid/Recordings`;
  routes.get(
    `${ofCall}.json`,
    restCall(sandbox, (call) => listed(call, ({ leg }) => leg === legOf(call))),
  );
  routes.post(
    `${ofCall}.json`,
    restCall(sandbox, (call) => view(begin(call)), 201),
  );
  routes.get(
    `${ofConference}.json`,
    restCall(sandbox, (call) => listed(call, ({ conferenceSid }) => conferenceSid === call.path("ConferenceSid"))),
  );
  routes.get(
    `${account}/Recordings.json`,
    restCall(sandbox, (call) => listed(call, ({ leg }) => !call.text("CallSid") || leg?.sid === call.text("CallSid"))),
  );
  for (const base of [ofCall, ofConference, `${account}/Recordings`]) {
    routes.get(
      `${base}/:Sid.json`,
      restCall(sandbox, (call) => view(recordingOf(call))),
    );
    routes.post(
      `${base}/:Sid.json`,
      restCall(sandbox, (call) => view(change(call, recordingOf(call)))),
    );
    routes.delete(
      `${base}/:Sid.json`,
      restCall(sandbox, (call) => void call.account.voice.recordings.delete(recordingOf(call).sid)),
    );
  }
  routes.get(
    `${account}/Recordings/:Sid/Transcriptions.json`,
    restCall(sandbox, (call) => listTranscriptions(call, call.path("Sid"))),
  );
  routes.get(
    `${account}/Transcriptions.json`,
    restCall(sandbox, (call) => listTranscriptions(call, null)),
  );
  routes.get(
    `${account}/Transcriptions/:Sid.json`,
    restCall(sandbox, (call) => transcriptionView(call.account.sid, transcriptionOf(call))),
  );
  for (const ending of [".wav", ".mp3", ""])
    routes.get(
      `${account}/Recordings/:Sid${ending}`,
      restCall(sandbox, (call) => sound(call, ending)),
    );
}

function begin(call: Call): Recording {
  const leg = legOf(call);
  if (leg.status !== "in-progress") throw refused(21220, "Call is not in-progress");
  const channels = call.text("RecordingChannels") === "dual" ? 2 : 1;
  const track = call.text("RecordingTrack") ?? "both";
  return startRecording(call.sandbox, call.account, {
    leg,
    source: "StartCallRecordingAPI",
    callback: recordingCallbackOf(call),
    channels,
    track,
  });
}

function change(call: Call, recording: Recording): Recording {
  const status = call.text("Status");
  if (recording.endedAt) throw refused(21220, "The recording has ended");
  if (status === "stopped") stopRecording(call.sandbox, recording);
  else if (status === "paused" || status === "in-progress") recording.status = status;
  return recording;
}

/** A file of as many seconds of silence; what was said stands in its comment. */
function sound(call: Call, ending: string): void {
  const recording = recordingOf(call);
  if (recording.status !== "completed") throw notFound(call.uri);
  const type = ending === ".mp3" ? "audio/mpeg" : "audio/x-wav";
  call.request.res?.type(type).send(waveOf(durationSeconds(recording), recording.channels, recording.words.join(" ")));
}

function listTranscriptions(call: Call, recordingSid: string | null) {
  const all = [...call.account.voice.transcriptions.values()].filter(
    (each) => !recordingSid || each.recordingSid === recordingSid,
  );
  return page(call, "transcriptions", all, (each) => transcriptionView(call.account.sid, each));
}

function transcriptionOf({ account: own, path, uri }: Call): Transcription {
  const found = own.voice.transcriptions.get(path("Sid"));
  if (!found) throw notFound(uri);
  return found;
}

function recordingOf({ account: own, path, uri }: Call): Recording {
  const sid = path("Sid");
  const found =
    sid === "Twilio.CURRENT"
      ? [...own.voice.recordings.values()].find((each) => each.leg?.sid === path("CallSid") && !each.endedAt)
      : own.voice.recordings.get(sid);
  if (!found) throw notFound(uri);
  return found;
}
