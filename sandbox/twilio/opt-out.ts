import type { Account, PhoneNumber, Service } from "./state.ts";
import { isTollFree, serviceWith } from "./state.ts";

export type OptOutType = "STOP" | "START" | "HELP";

const words: Record<OptOutType, Set<string>> = {
  STOP: new Set(["stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout"]),
  START: new Set(["start", "yes", "unstop"]),
  HELP: new Set(["help", "info"]),
};

/** The keyword a text consists of. Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out */
export function keywordIn(body: string, number: string): OptOutType | null {
  const word = body.trim().toLowerCase();
  if (isTollFree(number)) return word === "stop" ? "STOP" : word === "unstop" ? "START" : null;
  const found = Object.entries(words).find(([, set]) => set.has(word))?.[0];
  return (found as OptOutType | undefined) ?? null; // a key of `words`
}

/** Who may no longer be written to: by any number of a service, or by the one number. */
export function optOutKey(account: Account, own: PhoneNumber, recipient: string): string {
  return `${serviceWith(account, own)?.sid ?? own.number} ${recipient}`;
}

/** What Twilio (or, of a toll-free number, the network) answers by itself; null when nothing changed. */
export function automaticAnswer(
  type: OptOutType,
  number: string,
  wasOut: boolean,
  service: Service | null,
): string | null {
  if (type === "STOP" && wasOut) return null;
  if (type === "START" && !wasOut) return null;
  if (isTollFree(number)) {
    return type === "STOP"
      ? 'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. Text back "unstop" to receive messages again.'
      : 'NETWORK MSG: You have replied "unstop" and will begin receiving messages again from this number.';
  }
  const name = typeof service?.settings.friendly_name === "string" ? `${service.settings.friendly_name}: ` : "";
  const sender = service?.advancedOptOut ? name : "";
  const answers: Record<OptOutType, string> = {
    STOP: "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.",
    START:
      "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    HELP: "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
  };
  return sender + answers[type];
}
