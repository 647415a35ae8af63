import { z } from "zod";
import { AppError } from "../../platform/errors.ts";
import type { Relay, RelayFrame, RelaySaying } from "../contract-relay.ts";
import { twilioConfig } from "./config.ts";
import { openTicket } from "./relay-ticket.ts";
import { isSigned } from "./signed.ts";

const folder = "/voice/relay/twilio-voice/";

/** The address Twilio is given: ws in place of http, as configured. */
export function relayUrl(account: string): string {
  return addressOf(relay.pathOf(account));
}

function addressOf(path: string): string {
  return `${twilioConfig().PUBLIC_URL.replace(/\/$/, "").replace(/^http/, "ws")}${path}`;
}

const incoming = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("setup"),
    accountSid: z.string(),
    callSid: z.string().regex(/^CA[0-9a-fA-F]{32}$/),
    customParameters: z.record(z.string(), z.unknown()).nullish(),
  }),
  z.looseObject({
    type: z.literal("prompt"),
    voicePrompt: z.string(),
    lang: z.string().nullish(),
    last: z.boolean().default(true),
  }),
  z.looseObject({ type: z.literal("interrupt"), utteranceUntilInterrupt: z.string().nullish() }),
  z.looseObject({ type: z.literal("dtmf"), digit: z.string().regex(/^[0-9*#A-D]$/) }),
  z.looseObject({ type: z.literal("error"), description: z.string().nullish() }),
]);
const any = z.looseObject({ type: z.string() });
const known = new Set(["setup", "prompt", "interrupt", "dtmf", "error"]);

/**
 * Twilio's ConversationRelay: it hears and speaks, we get and give text over a websocket.
 * Source: https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
 */
export const relay: Relay = {
  pathOf: (account) => `${folder}${account}`,

  account({ url = "" }) {
    const [, sid] = /^\/voice\/relay\/twilio-voice\/(AC[0-9a-f]{32})$/i.exec(url) ?? [];
    return sid?.toLowerCase() ?? null;
  },

  /** HMAC-SHA1 over the address as it was given, with no fields. Fails closed. */
  verify({ url = "", headers }, credentials) {
    const signature = headers["x-twilio-signature"];
    const token = credentials?.authToken;
    if (!token || !signature || !isSigned(token, { url: addressOf(url), signature, fields: {} })) {
      throw new AppError("unauthenticated", "The socket was not opened by this Twilio account");
    }
  },

  read(frame): RelayFrame | null {
    const json = parsed(frame);
    const { type } = any.safeParse(json).data ?? {};
    if (type === undefined) throw new AppError("invalid_input", "The frame is no message of ConversationRelay");
    // "info", and what Twilio may add one day.
    if (!known.has(type)) return null;
    const message = incoming.safeParse(json);
    if (!message.success) throw new AppError("invalid_input", `The frame "${type}" does not say what it has to`);
    return ours(message.data);
  },

  write: (saying) => JSON.stringify(theirs(saying)),
};

function ours(message: z.infer<typeof incoming>): RelayFrame {
  if (message.type === "setup") {
    const { accountSid, callSid: externalId, customParameters } = message;
    const ticket = customParameters?.ticket;
    const callId = typeof ticket === "string" ? openTicket(ticket, externalId) : null;
    return { kind: "setup", account: accountSid.toLowerCase(), externalId, callId };
  }
  if (message.type === "prompt") {
    return { kind: "prompt", text: message.voicePrompt, language: message.lang ?? null, isLast: message.last };
  }
  if (message.type === "interrupt") return { kind: "interrupt", spoken: message.utteranceUntilInterrupt ?? "" };
  if (message.type === "dtmf") return { kind: "digit", digit: message.digit };
  return { kind: "error", description: message.description ?? "" };
}

function theirs(saying: RelaySaying): object {
  if (saying.kind === "text") {
    return { type: "text", token: saying.text, last: saying.isLast, lang: saying.language };
  }
  if (saying.kind === "language") {
    return { type: "language", ttsLanguage: saying.language, transcriptionLanguage: saying.language };
  }
  return { type: "end", handoffData: JSON.stringify(saying.handoff) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
