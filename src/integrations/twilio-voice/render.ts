import twilio from "twilio";
import type { Ask, CallStep, Voice } from "../contract.ts";
import { webhookUrl } from "./config.ts";
import { queryOfAsk } from "./question.ts";
import { renderAssistant } from "./render-assistant.ts";

type Response = InstanceType<typeof twilio.twiml.VoiceResponse>;
type SayAttributes = Parameters<Response["say"]>[0];

const askSeconds = 6;
const silenceSeconds = 5;

/** Our steps as TwiML, written by Twilio's own library. Source: https://www.twilio.com/docs/voice/twiml */
export const render: Voice["render"] = (steps, connection) => {
  const response = new twilio.twiml.VoiceResponse();
  for (const step of steps) add(response, step, connection);
  return { contentType: "text/xml", body: response.toString() };
};

function add(response: Response, step: CallStep, connection: Parameters<Voice["render"]>[1]): void {
  if (step.do === "say") response.say(spoken(step), step.text);
  else if (step.do === "pause") response.pause({ length: step.seconds });
  else if (step.do === "ask") addAsk(response, step);
  else if (step.do === "wait") addWait(response, step);
  else if (step.do === "leave") response.leave();
  else if (step.do === "transcribe") addTranscription(response, step);
  else if (step.do === "join") addJoin(response, step);
  else if (step.do === "record") addRecord(response, step);
  else if (step.do === "assistant") renderAssistant(response, step, { ...connection, action: askUrl(step.next) });
  else if (step.do === "go") response.redirect({ method: "POST" }, askUrl(step.to));
  else response.hangup();
}

/**
 * Connect, read and server errors are tried again, perhaps at another process: whoever is on the line hears nothing of
 * one that dies. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const again = "#rc=2&rp=ct,rt,5xx";

/** Where Twilio asks again. */
export function askUrl(ask: Ask): string {
  return `${webhookUrl()}?${queryOfAsk(ask)}${again}`;
}

/** Where Twilio tells what happened. */
export function toldUrl(told: string, query: Record<string, string>): string {
  return `${webhookUrl()}?${new URLSearchParams({ told, ...query })}${again}`;
}

/** The library's types list today's languages and voices; what a line's settings name goes as it is. */
function spoken({ language, voice }: { language: string; voice: string | null }): SayAttributes {
  return { language, ...(voice !== null && { voice }) } as SayAttributes;
}

/** Also silence is an answer; what follows is never reached, but if Twilio could not ask. */
function addAsk(response: Response, step: Extract<CallStep, { do: "ask" }>): void {
  const action = askUrl(step.next);
  const gather = response.gather({
    ...{ action, method: "POST", actionOnEmptyResult: true, timeout: askSeconds },
    ...(step.words.length > 0
      ? { input: ["dtmf", "speech"], speechTimeout: "auto", hints: hintsOf(step.words), language: step.language }
      : { input: ["dtmf"] }),
    ...(step.digits === 1 ? { numDigits: 1 } : { numDigits: step.digits, finishOnKey: "#" }),
  } as Parameters<Response["gather"]>[0]); // "language" is narrower in the library's types, as above.
  gather.say(spoken(step), step.say);
  response.redirect({ method: "POST" }, action);
}

const hintsOf = (words: readonly string[]) => words.map((word) => word.replaceAll(",", " ")).join(",");

/** The queue of an account with one call in it each: whose turn it is, we decide. */
function addWait(response: Response, { callId, waiting, next }: Extract<CallStep, { do: "wait" }>): void {
  response.enqueue(
    { action: askUrl(next), method: "POST", waitUrl: askUrl(waiting), waitUrlMethod: "POST" },
    `call-${callId}`,
  );
}

function addJoin(response: Response, step: Extract<CallStep, { do: "join" }>): void {
  const { callId, endsRoom, isRecorded, next } = step;
  const dial = response.dial(next ? { action: askUrl(next), method: "POST" } : {});
  dial.conference(
    {
      ...{ startConferenceOnEnter: true, endConferenceOnExit: endsRoom, beep: "false" },
      ...{ statusCallback: toldUrl("room", { call: callId }), statusCallbackMethod: "POST" },
      statusCallbackEvent: ["start", "end", "join", "leave", "mute", "hold"],
      ...(isRecorded && {
        record: "record-from-start",
        recordingStatusCallback: toldUrl("recording", { call: callId, kind: "call" }),
        recordingStatusCallbackEvent: ["completed", "absent"],
      }),
    },
    callId,
  );
}

/**
 * Goes on beside what follows until it is stopped, by its name, or the leg ends.
 * Source: https://www.twilio.com/docs/voice/twiml/transcription
 */
function addTranscription(response: Response, step: Extract<CallStep, { do: "transcribe" }>): void {
  const { callId: name, language } = step;
  if (language === null) {
    response.stop().transcription({ name });
    return;
  }
  response.start().transcription({
    ...{ name, track: "both_tracks", languageCode: language, profanityFilter: false },
    ...{ statusCallbackUrl: toldUrl("speech", { call: name }), statusCallbackMethod: "POST" },
  });
}

function addRecord(response: Response, { callId, maxSeconds, next }: Extract<CallStep, { do: "record" }>): void {
  response.record({
    ...{ action: askUrl(next), method: "POST", maxLength: maxSeconds, timeout: silenceSeconds, playBeep: true },
    recordingStatusCallback: toldUrl("recording", { call: callId, kind: "voicemail" }),
    recordingStatusCallbackEvent: ["completed", "absent"],
    ...{ transcribe: true, transcribeCallback: toldUrl("transcript", { call: callId }) },
  });
}
