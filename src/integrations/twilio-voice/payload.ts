import { z } from "zod";

/** What a webhook told, as it is stored. */
export const payload = z.object({
  told: z.enum(["leg", "room", "recording", "transcript", "speech"]),
  /** When it reached us: of what Twilio does not say when it was. */
  receivedAt: z.iso.datetime(),
  /** From the address we gave Twilio for it, which it signed. */
  callId: z.uuid().nullable(),
  legId: z.uuid().nullable(),
  kind: z.enum(["call", "voicemail"]).nullable(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
export type Payload = z.infer<typeof payload>;

/** The first value of a field; empty is absent. */
export function one(fields: Payload["fields"], name: string): string | null {
  const value = fields[name];
  return (Array.isArray(value) ? value[0] : value) || null;
}

/**
 * Numbers that stand for a caller who shows none.
 * Source: https://help.twilio.com/articles/223179988
 */
const withheld = new Set(["+266696687", "+7378742883", "+2562533", "+8566696", "+86282452253"]);

/** E.164; null: withheld, or no number at all. */
export function numberIn(given: string | null): string | null {
  const number = given?.trim() ?? "";
  return /^\+[1-9]\d{6,14}$/.test(number) && !withheld.has(number) ? number : null;
}
