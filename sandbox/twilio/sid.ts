import { randomBytes } from "node:crypto";

/** Two letters for the kind and 32 hex digits, as all of Twilio's ids. */
export function newSid(prefix: string): string {
  return prefix + randomBytes(16).toString("hex");
}
