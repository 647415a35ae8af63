import type { Sandbox } from "../../sandbox.ts";
import { rfc2822 } from "../dates.ts";
import { notify } from "../hooks.ts";
import { newSid } from "../sid.ts";
import type { Account } from "../state.ts";
import type { Verb } from "../twiml.ts";
import { address } from "./action.ts";
import type { Document } from "./run.ts";
import type { Callback, Recording } from "./state.ts";

/** How long it takes until a recording that ended can be had. */
const processingMs = 1_000;

export function recordingCallback(verb: Verb, document: Document): Callback | null {
  const url = address(verb, "recordingStatusCallback", document);
  const { recordingStatusCallbackMethod: method = "POST", recordingStatusCallbackEvent = "completed" } =
    verb.attributes;
  return url ? { url, method, events: new Set(recordingStatusCallbackEvent.split(" ")) } : null;
}

export function startRecording(
  sandbox: Sandbox,
  account: Account,
  given: Pick<Recording, "leg" | "source" | "callback"> & Partial<Recording>,
): Recording {
  const recording: Recording = {
    ...{ sid: newSid("RE"), account, conferenceSid: null, status: "in-progress", channels: 1, track: "both" },
    ...{ startedAt: sandbox.twilio.schedule.now(), endedAt: null, words: [], ...given },
  };
  account.voice.recordings.set(recording.sid, recording);
  tell(sandbox, recording, "in-progress");
  if (recording.leg) void recording.leg.ended.then(() => stopRecording(sandbox, recording));
  return recording;
}

/** It ends now and can be had a little later. */
export function stopRecording(sandbox: Sandbox, recording: Recording): void {
  if (recording.endedAt) return;
  recording.endedAt = sandbox.twilio.schedule.now();
  const status = durationSeconds(recording) > 0 ? "completed" : "absent";
  sandbox.twilio.schedule.later(processingMs, () => {
    recording.status = status;
    tell(sandbox, recording, status);
  });
}

export function durationSeconds({ startedAt, endedAt }: Recording): number {
  return endedAt ? Math.round((endedAt.getTime() - startedAt.getTime()) / 1000) : 0;
}

/** Without an ending it is a WAV; ".mp3" can be asked for. */
export function recordingUrl({ settings }: Sandbox, { account, sid }: Recording): string {
  return `${settings.url}/twilio/2010-04-01/Accounts/${account.sid}/Recordings/${sid}`;
}

/** Source: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback */
function tell(sandbox: Sandbox, recording: Recording, status: "in-progress" | "completed" | "absent"): void {
  const { account, leg, sid, callback, source, channels, track, conferenceSid, startedAt } = recording;
  if (!callback?.events.has(status)) return;
  notify(sandbox, {
    ...{ account, url: callback.url, method: callback.method, label: `recording-status ${sid} ${status}` },
    fields: {
      ...{ AccountSid: account.sid, RecordingSid: sid, RecordingUrl: recordingUrl(sandbox, recording) },
      ...{ RecordingStatus: status, RecordingSource: source, RecordingChannels: String(channels) },
      ...{ RecordingStartTime: rfc2822(startedAt), RecordingTrack: track, ErrorCode: "0" },
      ...(status === "in-progress" ? {} : { RecordingDuration: String(durationSeconds(recording)) }),
      ...(leg ? { CallSid: leg.sid } : {}),
      ...(conferenceSid ? { ConferenceSid: conferenceSid } : {}),
    },
  });
}
