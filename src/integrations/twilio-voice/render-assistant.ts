import type twilio from "twilio";
import type { CallStep } from "../contract.ts";
import { twilioConfig } from "./config.ts";

type Response = InstanceType<typeof twilio.twiml.VoiceResponse>;

/** Lets the assistant talk: words go to and fro over a websocket. Source: https://www.twilio.com/docs/voice/conversationrelay */
export function renderAssistant(
  response: Response,
  { callId }: Extract<CallStep, { do: "assistant" }>,
  { account, action }: { account: string; action: string },
): void {
  const base = twilioConfig().PUBLIC_URL.replace(/\/$/, "").replace(/^http/, "ws");
  const connect = response.connect({ action, method: "POST" });
  const relay = connect.conversationRelay({ url: `${base}/voice/relay/${account}` });
  relay.parameter({ name: "callId", value: callId });
}
