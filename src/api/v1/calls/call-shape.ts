import { z } from "zod";
import type { CallInFull } from "../../../domain/calls/index.ts";

const moment = z.iso.datetime().nullable();

const legShape = z.object({
  id: z.uuid(),
  role: z.enum(["customer", "member", "guest"]).describe("guest: a number outside the shop."),
  memberId: z.uuid().nullable(),
  number: z.string().nullable(),
  state: z.enum(["wanted", "dialling", "ringing", "answered", "ended"]),
  endReason: z.enum(["completed", "busy", "no_answer", "canceled", "failed"]).nullable(),
  externalId: z.string().nullable().describe("The provider's id: a softphone recognises its call by it."),
  isIn: z.boolean().describe("In the room with the others."),
  onHold: z.boolean(),
  muted: z.boolean(),
  rungAt: z.iso.datetime(),
  answeredAt: moment,
  endedAt: moment,
  wrapUpUntil: moment.describe("Its member is not rung before."),
});

const recordingShape = z.object({
  id: z.uuid(),
  kind: z.enum(["call", "voicemail"]).nullable(),
  durationSeconds: z.number().int().nullable(),
  attachmentId: z.uuid().nullable().describe("The sound, once it is here: see `/v1/attachments/{attachmentId}`."),
  problem: z.string().nullable().describe("Why it never comes; null: it is here, or being fetched."),
  transcript: z
    .string()
    .nullable()
    .describe(
      "Of a message: what was said; empty: nothing. Null: not known (yet), see `isTranscribed`. Of a call that was recorded it is told by who said it: see `hasLines`.",
    ),
  isTranscribed: z.boolean().describe("False while words of it may still come."),
});

export const callShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    customerId: z.uuid(),
    messageId: z.uuid().describe("Its entry among the messages of the conversation."),
    direction: z.enum(["inbound", "outbound"]),
    state: z
      .enum(["menu", "waiting", "callback", "dialling", "connected", "assistant", "voicemail", "ended"])
      .describe("What the customer is in. callback: she has hung up and is to be called back."),
    outcome: z.enum(["answered", "missed", "voicemail", "assistant", "not_reached"]).nullable(),
    reason: z.string().nullable().describe("Why nobody answered, in a stable word."),
    connectionId: z.uuid(),
    line: z.string().describe("The shop's number."),
    number: z.string().nullable().describe("The customer's; null: withheld."),
    teamId: z.uuid().nullable(),
    memberId: z.uuid().nullable(),
    position: z.number().int().nullable().describe("While it waits: its place."),
    queuedAt: moment,
    startedAt: z.iso.datetime(),
    answeredAt: moment,
    assistantAt: moment.describe("When the assistant began to talk."),
    callbackAt: moment.describe("When she asked to be called back."),
    endedAt: moment,
    isRecorded: z.boolean(),
    hasLines: z
      .boolean()
      .describe("What was said, with the assistant or while it was recorded, is at `/v1/calls/{callId}/lines`."),
    summary: z.string().nullable().describe("What the assistant says it is about."),
    disposition: z.string().nullable(),
    dispositionNote: z.string().nullable(),
    legs: z.array(legShape),
    recordings: z.array(recordingShape),
  })
  .meta({ id: "Call" });

const iso = (at: Date | null) => at?.toISOString() ?? null;

export function showCall(call: CallInFull): z.input<typeof callShape> {
  const { lineNumber: line, otherNumber: number, queuedAt, startedAt, answeredAt, endedAt } = call;
  const { assistantAt, callbackAt } = call;
  return {
    ...call,
    ...{ line, number, queuedAt: iso(queuedAt), startedAt: startedAt.toISOString() },
    ...{ answeredAt: iso(answeredAt), assistantAt: iso(assistantAt) },
    ...{ callbackAt: iso(callbackAt), endedAt: iso(endedAt) },
    legs: call.legs.map((leg) => ({
      ...leg,
      ...{ rungAt: leg.createdAt.toISOString(), answeredAt: iso(leg.answeredAt), endedAt: iso(leg.endedAt) },
      ...{ wrapUpUntil: iso(leg.wrapUpUntil), isIn: leg.isIn && leg.state !== "ended" },
    })),
  };
}

export const callId = z.uuid();
export const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, "A number with its country's code, such as +12025550142");
export const memberOrNumber = [z.strictObject({ memberId: z.uuid() }), z.strictObject({ number: e164 })] as const;
