import { createHash } from "node:crypto";
import { AppError } from "../../platform/errors.ts";
import type { Channel, Consent } from "./tables.ts";

/** Kinds of addresses a channel reaches. */
export const identityKindOf = { email: "email", sms: "phone", voice: "phone", chat: "chat" } as const;

/** As it is compared: one address has one spelling. */
function normaliseAddress(channel: Channel, address: string): string {
  const bare = address.trim();
  if (channel === "email") return bare.toLowerCase();
  return identityKindOf[channel] === "phone" ? bare.replace(/[\s().-]/g, "").replace(/^00/, "+") : bare;
}

/** @throws AppError("invalid_input") with `details.field` "address" for what is none. */
export function checkAddress(channel: Channel, address: string): string {
  const value = normaliseAddress(channel, address);
  const isOne = channel === "email" ? /^[^\s@]+@[^\s@]+\.[^\s@]+$/ : channel === "chat" ? /\S/ : /^\+[1-9]\d{6,14}$/;
  if (isOne.test(value)) return value;
  const how = channel === "email" ? "name@example.com" : "+15551234567, with the country's code";
  throw new AppError("invalid_input", `This is no address of the channel ${channel}: write it like ${how}`, {
    details: { field: "address" },
  });
}

/** The same for one address in one workspace, for good; says nothing of others. */
export function addressKeyOf(workspaceId: string, channel: Channel, address: string): string {
  const kind = identityKindOf[channel];
  return hashOf(`${workspaceId} ${kind} ${normaliseAddress(channel, address)}`);
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

const ways: Record<Consent["how"], string> = {
  keyword: "by keyword",
  plain_language: "in her own words",
  agent: "as a member of staff recorded",
  provider: "as the carrier says",
  import: "in an imported list",
  form: "in a form",
};
const mediums: Record<Channel, { them: string; verb: string; back: string }> = {
  sms: {
    them: "texts",
    verb: "texted",
    back: "She can text START to the shop's number, or tell you that she agrees again: then record that on her page.",
  },
  email: { them: "emails", verb: "emailed", back: "If she tells you that she agrees again, record that on her page." },
  voice: { them: "calls", verb: "called", back: "If she tells you that she agrees again, record that on her page." },
  chat: { them: "chat messages", verb: "written to", back: "If she tells you that she agrees again, record it." },
};

/** Why nothing goes to her, in words that say what to do. */
export function withdrawnMessage(
  consent: Pick<Consent, "channel" | "purpose" | "at" | "how">,
  address: string,
): string {
  const { them, verb, back } = mediums[consent.channel];
  const day = consent.at.toISOString().slice(0, 10);
  const what = consent.purpose === "promotional" ? `advertising by ${consent.channel}` : them;
  return `${address} has opted out of ${what} (${ways[consent.how]}, ${day}) and cannot be ${verb}. ${back}`;
}

export function noConsentMessage(channel: Channel, address: string): string {
  return `${address} has not agreed to advertising by ${channel}: record her consent first, or send it without advertising`;
}
