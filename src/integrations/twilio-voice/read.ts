import { z } from "zod";
import type { RawRequest, Webhook } from "../contract.ts";
import { one, type Payload } from "./payload.ts";
import { fieldsIn } from "./verify.ts";

/** The account that a request says it is about, lower-case as connections are kept. */
export const account: Webhook["account"] = (request) => {
  const sid = one(fieldsIn(request), "AccountSid");
  return sid && /^AC[0-9a-f]{32}$/i.test(sid) ? sid.toLowerCase() : null;
};

const told = z.enum(["leg", "room", "recording", "transcript", "speech"]);
const sid = z.string().regex(/^[A-Z]{2}[0-9a-fA-F]{32}$/);

/**
 * What Twilio tells: a leg once for each of its states, a room once for each thing that happens in it, a recording once
 * for each of its states, words once for each time that somebody speaks.
 *
 * @returns none for what is none of these, and for what Twilio asks (see `question`).
 */
export const read: Webhook["read"] = (request) => {
  const query = queryOf(request);
  const kind = told.safeParse(query.get("told"));
  if (!kind.success) return [];
  const fields = fieldsIn(request);
  const externalId = nameOf(kind.data, fields);
  if (externalId === null) return [];
  const callId = z.uuid().safeParse(query.get("call")).data ?? null;
  const payload: Payload = {
    told: kind.data,
    receivedAt: (request.receivedAt ?? new Date(0)).toISOString(),
    callId,
    legId: z.uuid().safeParse(query.get("leg")).data ?? null,
    kind: z.enum(["call", "voicemail"]).safeParse(query.get("kind")).data ?? null,
    fields,
  };
  return [{ externalId, orderingKey: callId ?? one(fields, "CallSid") ?? externalId, payload }];
};

export function queryOf({ url = "" }: RawRequest): URLSearchParams {
  return new URLSearchParams(url.split("?")[1] ?? "");
}

/** What makes it once. */
export function nameOf(kind: Payload["told"], fields: Payload["fields"]): string | null {
  const [field, detail] = {
    leg: ["CallSid", one(fields, "CallStatus")],
    room: ["ConferenceSid", one(fields, "SequenceNumber")],
    recording: ["RecordingSid", one(fields, "RecordingStatus")],
    speech: ["TranscriptionSid", one(fields, "SequenceId")],
    transcript: ["RecordingSid", `transcript ${one(fields, "TranscriptionSid") ?? ""}`],
  }[kind] as [string, string | null];
  const named = sid.safeParse(one(fields, field));
  return named.success && detail ? `${named.data}:${detail}`.slice(0, 100) : null;
}
