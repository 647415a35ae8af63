import type { Verb } from "../twiml.ts";

const say = "voice loop language";
const callbacks = "statusCallback statusCallbackEvent statusCallbackMethod";
const recording =
  "recordingStatusCallback recordingStatusCallbackEvent recordingStatusCallbackMethod recordingTrack trim";
const leg = `url method ${callbacks} machineDetection machineDetectionTimeout amdStatusCallback`;

/** Verb or noun → its attributes. Source: https://www.twilio.com/docs/voice/twiml */
const attributes: Record<string, string> = {
  Say: say,
  Play: "loop digits",
  Pause: "length",
  Gather:
    "action method input timeout speechTimeout maxSpeechTime finishOnKey numDigits hints language speechModel enhanced actionOnEmptyResult partialResultCallback partialResultCallbackMethod profanityFilter bargeIn debug",
  Record: `action method timeout maxLength finishOnKey playBeep transcribe transcribeCallback ${recording}`,
  Dial: `action method timeout timeLimit callerId hangupOnStar answerOnBridge record ringTone sequential ${recording}`,
  Number: `sendDigits ${leg}`,
  Client: leg,
  Conference: `muted beep startConferenceOnEnter endConferenceOnExit participantLabel coach maxParticipants waitUrl waitMethod record region jitterBufferSize eventCallbackUrl ${callbacks} ${recording}`,
  Queue: "url method",
  Identity: "",
  Parameter: "name value",
  Enqueue: "action method waitUrl waitUrlMethod maxQueueSize workflowSid",
  Redirect: "method",
  Reject: "reason",
  Hangup: "",
  Leave: "",
  Connect: "action method",
  ConversationRelay:
    "url welcomeGreeting welcomeGreetingInterruptible welcomeGreetingLanguage language ttsLanguage ttsProvider voice transcriptionLanguage transcriptionProvider speechModel interruptible interruptSensitivity preemptible dtmfDetection reportInputDuringAgentSpeech hints debug events profanityFilter elevenlabsTextNormalization intelligenceService partialPrompts ignoreBackchannel backgroundNoiseReduction deepgramSmartFormat speechTimeout",
  Start: "action method",
  Stop: "",
  Transcription:
    "name track statusCallbackUrl statusCallbackMethod languageCode partialResults inboundTrackLabel outboundTrackLabel transcriptionEngine speechModel profanityFilter enableAutomaticPunctuation hints intelligenceService",
  Language: "code ttsProvider voice transcriptionProvider speechModel",
};

/** Verb → what may stand in it. */
const children: Record<string, string> = {
  ...{ Response: "Say Play Pause Gather Record Dial Enqueue Redirect Reject Hangup Leave Connect Start Stop" },
  ...{ Gather: "Say Play Pause", Dial: "Number Client Conference Queue", Client: "Identity Parameter" },
  ...{ Connect: "ConversationRelay", ConversationRelay: "Language Parameter" },
  ...{ Start: "Transcription", Stop: "Transcription" },
};

/** What Twilio's schema says against a document (12200, a warning); what is said against is passed over. */
export function objections(verbs: Verb[], inside = "Response"): string[] {
  const allowed = (children[inside] ?? "").split(" ");
  return verbs.flatMap((verb) => {
    if (!allowed.includes(verb.name)) return [`<${verb.name}> is not allowed in <${inside}>`];
    const known = (attributes[verb.name] ?? "").split(" ");
    const strange = Object.keys(verb.attributes).filter((name) => !known.includes(name) && !name.startsWith("xml"));
    return [
      ...strange.map((name) => `Attribute '${name}' is not allowed in <${verb.name}>`),
      ...objections(verb.children, verb.name),
    ];
  });
}

/** Those that may stand where they do. */
export function allowedIn(verbs: Verb[], inside: string): Verb[] {
  return verbs.filter(({ name }) => (children[inside] ?? "").split(" ").includes(name));
}
