import { z } from "zod";
import type { Sandbox } from "../../sandbox.ts";
import { hangUp } from "./legs.ts";
import { act } from "./listen.ts";
import { isOver, type Leg } from "./state.ts";

/** What the person at the far end of a call does. */
export const farEndInput = z.strictObject({
  answer: z.union([z.literal(true), z.literal("machine")]).optional(),
  decline: z.union([z.literal(true), z.enum(["busy", "no-answer", "failed"])]).optional(),
  digits: z
    .string()
    .regex(/^[\d*#]+$/)
    .optional(),
  speech: z.string().min(1).optional(),
  confidence: z.number().min(0).max(1).default(0.95),
  /** They have not finished speaking. */
  partial: z.boolean().default(false),
  hangUp: z.literal(true).optional(),
});

export function doAtFarEnd(sandbox: Sandbox, leg: Leg, input: z.output<typeof farEndInput>): void {
  const { answer, decline, digits = "", speech, confidence, partial } = input;
  if (answer) act(sandbox, leg, { kind: "answer", by: answer === "machine" ? "machine_start" : "human" });
  if (decline) act(sandbox, leg, { kind: "decline", status: decline === true ? "busy" : decline });
  for (const digit of digits) act(sandbox, leg, { kind: "digit", digit });
  if (speech) act(sandbox, leg, { kind: "speech", text: speech, confidence, isLast: !partial });
  if (input.hangUp) hangUp(sandbox, leg, leg.answeredAt ? "completed" : "canceled");
}

/** A call as its far end knows it. */
export function callShown({ sid, direction, from, to, status, heard, createdAt, answeredAt, parameters, parent }: Leg) {
  const incoming = direction !== "inbound";
  return {
    ...{ sid, incoming, with: incoming ? from : to, status: status === "initiated" ? "queued" : status, parameters },
    ...{ at: createdAt.toISOString(), answeredAt: answeredAt?.toISOString() ?? null, parentSid: parent?.sid ?? null },
    heard: heard.map(({ at, kind, text }) => ({ at: at.toISOString(), kind, text })),
  };
}

/** Calls of a phone or a softphone ("client:ada"): what goes on first, then the newest. */
export function callsOf({ twilio }: Sandbox, who: string): Leg[] {
  const all = [...twilio.accounts.values()].flatMap(({ voice }) => [...voice.legs.values()]);
  const own = all.filter(({ direction, from, to }) => (direction === "inbound" ? from : to) === who);
  return own.reverse().sort((a, b) => Number(isOver(a)) - Number(isOver(b)));
}

export function legWith({ twilio }: Sandbox, sid: string): Leg | null {
  for (const { voice } of twilio.accounts.values()) {
    const leg = voice.legs.get(sid);
    if (leg) return leg;
  }
  return null;
}
