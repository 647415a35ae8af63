import { createHmac, timingSafeEqual } from "node:crypto";
import { now } from "../../platform/clock.ts";
import { ticketSecret } from "./config.ts";

/** Long enough for a call that rings a while, too short to be kept. */
const validForMs = 5 * 60_000;

/** Says that a socket about this leg is about this call: travels through the provider and comes back with `setup`. */
export function makeTicket(callId: string, externalId: string): string {
  const until = String(now().getTime() + validForMs);
  return `${callId}.${until}.${macOf(callId, externalId, until).toString("base64url")}`;
}

/** The call of a ticket; null when it was made for another leg, elsewhere, or too long ago. */
export function openTicket(ticket: string, externalId: string): string | null {
  const [callId = "", until = "", mac = ""] = ticket.split(".");
  const [given, expected] = [Buffer.from(mac, "base64url"), macOf(callId, externalId, until)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return Number(until) > now().getTime() ? callId : null;
}

function macOf(callId: string, externalId: string, until: string): Buffer {
  return createHmac("sha256", ticketSecret()).update(`${callId} ${externalId} ${until}`).digest();
}
