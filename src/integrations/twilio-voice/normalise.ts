import { z } from "zod";
import { AppError } from "../../platform/errors.ts";
import type { Fact, Integration, LegFact } from "../contract.ts";
import { numberIn, one, type Payload, payload } from "./payload.ts";
import { nameOf } from "./read.ts";

/** @throws AppError for what is no payload of ours. */
export const normalise: NonNullable<Integration["normalise"]> = async (stored) => {
  const parsed = payload.safeParse(stored);
  if (!parsed.success) throw new AppError("invalid_input", "This is nothing of a call of Twilio's");
  const { told } = parsed.data;
  if (told === "leg") return [legIn(parsed.data)];
  if (told === "room") return [roomIn(parsed.data)];
  if (told === "speech") return [speechIn(parsed.data)];
  return [told === "recording" ? recordingIn(parsed.data) : transcriptIn(parsed.data)];
};

const ignored = (reason: string): Fact => ({ kind: "ignored", reason });

export const statuses: Readonly<Record<string, Pick<LegFact, "status" | "endReason">>> = {
  queued: { status: "dialling", endReason: null },
  initiated: { status: "dialling", endReason: null },
  ringing: { status: "ringing", endReason: null },
  "in-progress": { status: "answered", endReason: null },
  answered: { status: "answered", endReason: null },
  completed: { status: "ended", endReason: "completed" },
  busy: { status: "ended", endReason: "busy" },
  "no-answer": { status: "ended", endReason: "no_answer" },
  canceled: { status: "ended", endReason: "canceled" },
  failed: { status: "ended", endReason: "failed" },
};

function legIn({ fields, callId, legId, receivedAt }: Payload): Fact {
  const named = one(fields, "CallStatus") ?? "";
  const known = statuses[named];
  if (!known) return ignored(`Twilio's status “${named.slice(0, 40)}” is not known`);
  const talked = Number(one(fields, "CallDuration") ?? Number.NaN);
  return {
    ...{ kind: "call-leg", callId, legId, externalId: one(fields, "CallSid") ?? "", ...known },
    at: momentOf(fields, receivedAt),
    talkedSeconds: Number.isFinite(talked) ? talked : null,
    direction: one(fields, "Direction") === "inbound" ? "inbound" : "outbound",
    ...{
      from: numberIn(one(fields, "From")),
      to: one(fields, "To") ?? "",
      callerName: one(fields, "CallerName") ?? "",
    },
  };
}

function roomIn({ fields, callId, receivedAt }: Payload): Fact {
  const event = one(fields, "StatusCallbackEvent") ?? "";
  const externalId = one(fields, "CallSid");
  if (!event.startsWith("participant-") || externalId === null) return ignored("Nobody came or went");
  if (callId === null) return ignored("It names no call of ours");
  return {
    ...{ kind: "call-room", callId, externalId, isIn: event !== "participant-leave" },
    ...{ onHold: one(fields, "Hold") === "true", muted: one(fields, "Muted") === "true" },
    ...{ at: momentOf(fields, receivedAt), sequence: Number(one(fields, "SequenceNumber") ?? 0) },
    roomId: one(fields, "ConferenceSid") ?? "",
  };
}

function recordingIn({ fields, callId, kind, receivedAt }: Payload): Fact {
  const status = one(fields, "RecordingStatus");
  if (callId === null || kind === null) return ignored("It names no call of ours");
  if (status !== "completed") return ignored(`The recording is ${(status ?? "unknown").slice(0, 40)}`);
  const durationSeconds = Math.max(0, Math.round(Number(one(fields, "RecordingDuration") ?? 0)) || 0);
  const externalId = one(fields, "RecordingSid") ?? "";
  const told = { deliveryExternalId: nameOf("recording", fields) ?? externalId, at: new Date(receivedAt) };
  return { kind: "call-recording", callId, externalId, of: kind, durationSeconds, ...told };
}

function transcriptIn({ fields, callId }: Payload): Fact {
  if (callId === null) return ignored("It names no call of ours");
  const text = one(fields, "TranscriptionStatus") === "completed" ? one(fields, "TranscriptionText") : null;
  return { kind: "call-transcript", callId, recordingExternalId: one(fields, "RecordingSid") ?? "", text };
}

/** Of the customer's own leg: what comes in on it she says, what goes out on it she hears. */
function speechIn({ fields, callId, receivedAt }: Payload): Fact {
  const event = one(fields, "TranscriptionEvent") ?? "";
  if (callId === null) return ignored("It names no call of ours");
  if (event === "transcription-error") {
    return ignored(`Twilio writes nothing down: ${(one(fields, "TranscriptionError") ?? "unknown").slice(0, 200)}`);
  }
  const text = wordsIn(one(fields, "TranscriptionData"));
  if (event !== "transcription-content" || text === "") return ignored("Nobody said anything");
  const speaker = one(fields, "Track") === "inbound_track" ? "customer" : "shop";
  const externalId = nameOf("speech", fields) ?? "";
  return { kind: "call-speech", callId, externalId, speaker, text, at: momentOf(fields, receivedAt) };
}

const transcriptionData = z.object({ transcript: z.string() });

function wordsIn(data: string | null): string {
  try {
    return transcriptionData.safeParse(JSON.parse(data ?? "")).data?.transcript.trim() ?? "";
  } catch {
    return "";
  }
}

/** Twilio's own clock. */
function momentOf(fields: Payload["fields"], receivedAt: string): Date {
  const told = new Date(one(fields, "Timestamp") ?? "");
  return Number.isNaN(told.getTime()) ? new Date(receivedAt) : told;
}
