import { notify } from "../hooks.ts";
import { newSid } from "../sid.ts";
import type { Verb } from "../twiml.ts";
import { actionOrHere, address } from "./action.ts";
import { callFields } from "./legs.ts";
import { listen, play, spokenMs } from "./listen.ts";
import { durationSeconds, recordingCallback, recordingUrl, startRecording, stopRecording } from "./recordings.ts";
import type { Outcome, Performing } from "./run.ts";
import { Interrupted, type Recording, type Transcription } from "./state.ts";

const transcribingMs = 5_000;

/**
 * A message after the beep: it ends with silence, a key, its greatest length or the call. Nothing said: on with the next
 * verb. Without an action the document is asked again. Source: https://www.twilio.com/docs/voice/twiml/record
 */
export async function record(verb: Verb, performing: Performing): Promise<Outcome> {
  const { sandbox, leg, document } = performing;
  const { attributes } = verb;
  if (attributes.playBeep !== "false") play(sandbox, leg, "beep", "");
  const callback = recordingCallback(verb, document);
  const recording = startRecording(sandbox, leg.account, { leg, source: "RecordVerb", callback });
  const fields = (digits: string) => ({
    ...{ RecordingUrl: recordingUrl(sandbox, recording), RecordingSid: recording.sid, Digits: digits },
    RecordingDuration: String(durationSeconds(recording)),
  });
  try {
    const key = await spokenUntil(verb, performing);
    stopRecording(sandbox, recording);
    if (recording.words.length === 0 && key === "") return undefined;
    transcribe(verb, performing, recording);
    return actionOrHere(verb, document, fields(key));
  } catch (error) {
    stopRecording(sandbox, recording);
    if (error instanceof Interrupted && error.to === null && recording.words.length > 0) {
      transcribe(verb, performing, recording);
      const { url, method } = actionOrHere(verb, document, {}) as { url: string; method?: string }; // an address here
      const told = { ...callFields(leg), ...fields("hangup") };
      notify(sandbox, { account: leg.account, url, method, fields: told, label: `call ${leg.sid} ${leg.to}` });
    }
    throw error;
  }
}

/** @returns the key that ended it, or "". */
async function spokenUntil(verb: Verb, { sandbox, leg, signal }: Performing): Promise<string> {
  const { timeout = "5", maxLength = "3600", finishOnKey = "1234567890*#" } = verb.attributes;
  const { schedule } = sandbox.twilio;
  const untilMs = schedule.now().getTime() + Number(maxLength) * 1000;
  let silenceMs = Number(timeout) * 1000;
  for (;;) {
    const leftMs = untilMs - schedule.now().getTime();
    if (leftMs <= 0) return "";
    const input = await listen(sandbox, leg, Math.min(silenceMs, leftMs), signal, (each) => {
      if (each.kind === "digit") return finishOnKey.includes(each.digit) ? each : undefined;
      return each.kind === "speech" && each.isLast ? each : undefined;
    });
    if (input === null) return "";
    if (input.kind === "digit") return input.digit;
    silenceMs = Number(timeout) * 1000 + spokenMs("text" in input ? input.text : "");
  }
}

/** Only what lasts longer than two seconds and less than two minutes. */
function transcribe(verb: Verb, { sandbox, leg, document }: Performing, recording: Recording): void {
  const { transcribe: wanted, transcribeCallback } = verb.attributes;
  if (wanted !== "true" && !transcribeCallback) return;
  const seconds = durationSeconds(recording);
  const isPossible = seconds > 2 && seconds < 120;
  sandbox.twilio.schedule.later(transcribingMs, () => {
    const text = recording.words.join(" ");
    const transcription: Transcription = {
      ...{ sid: newSid("TR"), recordingSid: recording.sid, text, durationSeconds: seconds },
      createdAt: sandbox.twilio.schedule.now(),
    };
    if (isPossible) leg.account.voice.transcriptions.set(transcription.sid, transcription);
    const url = address(verb, "transcribeCallback", document);
    if (!url) return;
    const base = `${sandbox.settings.url}/twilio/2010-04-01/Accounts/${leg.account.sid}`;
    notify(sandbox, {
      ...{ account: leg.account, url, label: `transcription ${transcription.sid}` },
      fields: {
        ...{ ...callFields(leg), TranscriptionSid: transcription.sid, TranscriptionText: isPossible ? text : "" },
        ...{ TranscriptionStatus: isPossible ? "completed" : "failed", TranscriptionType: "fast" },
        ...{ TranscriptionUrl: `${base}/Transcriptions/${transcription.sid}`, RecordingSid: recording.sid },
        RecordingUrl: recordingUrl(sandbox, recording),
      },
    });
  });
}
