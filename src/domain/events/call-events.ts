import { z } from "zod";

/** A state before and after: words of closed lists. */
const change = { from: z.string().optional(), to: z.string().optional() };
const call = z.object({ callId: z.uuid(), conversationId: z.uuid() });
const callLeg = call.extend({ legId: z.uuid(), memberId: z.uuid().optional(), ...change });
/** Its entry among the messages says something else from now on. */
const reworded = { messageId: z.uuid().optional() };
const callRecording = call.extend({ recordingId: z.uuid(), ...reworded });

/** What calls announce. */
export const callEvents = {
  "phone_line.changed": z.object({ phoneLineId: z.uuid() }),
  "call.started": call,
  /** What the customer is in: a menu, a queue, a conversation … */
  "call.moved": call.extend(change),
  /** The first person of the shop talks with her. */
  "call.answered": call.extend({ memberId: z.uuid().optional() }),
  /** To: ringing, answered, ended; or joined, left, on_hold, off_hold, muted, unmuted. */
  "call.leg_changed": callLeg,
  /** To: what it came to. The reason is a word of a closed list. */
  "call.ended": call.extend({ ...change, ...reworded, reason: z.string().optional() }),
  "call.recorded": callRecording,
  "call.transcribed": callRecording,
  /** The assistant says what it was about. */
  "call.summarized": call,
  /** Somebody said what it came to. */
  "call.disposed": call,
  /** What calls can come to. */
  "call_dispositions.changed": z.object({ count: z.number().int() }),
  /** A line more, or the end of one that was spoken into. */
  "call.spoken": call.extend({ lineId: z.uuid() }),
} as const;
