import type twilio from "twilio";
import type { CallStep } from "../contract.ts";
import { relayUrl } from "./relay.ts";
import { makeTicket } from "./relay-ticket.ts";

type Response = InstanceType<typeof twilio.twiml.VoiceResponse>;

/**
 * Lets the assistant talk: words go to and fro over a websocket, which brings the ticket back that says whose call it is.
 * The first words come over it as well, so that all that is said is written down in one place.
 * Source: https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
 */
export function renderAssistant(
  response: Response,
  { callId, externalId, language, languages }: Extract<CallStep, { do: "assistant" }>,
  { account, action }: { account: string; action: string },
): void {
  const connect = response.connect({ action, method: "POST" });
  const relay = connect.conversationRelay({
    ...{ url: relayUrl(account), language, dtmfDetection: true, interruptible: "any" },
  });
  for (const code of new Set([language, ...languages])) relay.language({ code });
  relay.parameter({ name: "ticket", value: makeTicket(callId, externalId) });
}
