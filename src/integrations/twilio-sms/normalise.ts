import { createHash } from "node:crypto";
import { AppError } from "../../platform/errors.ts";
import type { Fact, Integration, MessageFact, MessageStatusFact } from "../contract.ts";
import { optedOutCodes, wordsFor } from "./error-codes.ts";
import { one, type Payload, payload, picturesIn } from "./payload.ts";

/** @throws AppError for what is no payload of ours. */
export const normalise: NonNullable<Integration["normalise"]> = async (stored) => {
  const parsed = payload.safeParse(stored);
  if (!parsed.success) throw new AppError("invalid_input", "This is no text of Twilio's");
  return [parsed.data.kind === "message" ? messageIn(parsed.data) : statusIn(parsed.data)];
};

/** Numbers and what stands in for one: a short code, a name, nothing for a withheld number. */
function messageIn({ fields, receivedAt }: Payload): Fact {
  const [to, from] = [one(fields, "To") ?? "", one(fields, "From") ?? ""];
  const others = othersIn(fields, to, from);
  const fact: MessageFact = {
    kind: "message",
    externalId: one(fields, "MessageSid") ?? one(fields, "SmsSid") ?? "",
    threadKey: threadKeyOf(to, [from, ...others]),
    direction: "inbound",
    ownMessageId: null,
    from: { address: from, name: "" },
    replyTo: null,
    to: [{ address: to, name: "" }],
    cc: others.map((address) => ({ address, name: "" })),
    subject: "",
    // PostgreSQL stores no NUL.
    text: (one(fields, "Body") ?? "").replaceAll("\0", "").toWellFormed(),
    html: null,
    rfcMessageId: null,
    inReplyTo: [],
    references: [],
    sentAt: new Date(receivedAt),
    automatic: null,
    senderVerified: null,
    notice: from === "" ? "Its sender withheld the number: it cannot be answered" : null,
    attachments: picturesIn(fields).map(({ sid, contentType }, n) => ({
      ...{ name: nameOf(contentType, n), contentType, contentId: sid, inline: false },
      // Known when it was fetched.
      sizeBytes: 0,
    })),
    optOut: optOutIn(fields),
  };
  return fact;
}

/** One conversation per shop number and customer; a group is one of its own, whoever of it writes. */
function threadKeyOf(to: string, people: string[]): string {
  if (people.length === 1) return `${to} ${people[0]}`;
  const group = createHash("sha256")
    .update([...new Set(people)].sort().join(" "))
    .digest("hex");
  return `${to} group ${group.slice(0, 32)}`;
}

function othersIn(fields: Payload["fields"], to: string, from: string): string[] {
  const named = Object.keys(fields)
    .filter((name) => /^OtherRecipients\d+$/.test(name))
    .sort()
    .flatMap((name) => one(fields, name) ?? []);
  return [...new Set(named)].filter((number) => number !== to && number !== from);
}

/** Only where advanced opt-out is set up does Twilio say what it took a text for. */
function optOutIn(fields: Payload["fields"]): MessageFact["optOut"] {
  const told = one(fields, "OptOutType")?.toLowerCase();
  return told === "stop" || told === "start" || told === "help" ? told : null;
}

const statuses: Readonly<Record<string, MessageStatusFact["status"]>> = {
  accepted: "accepted",
  scheduled: "accepted",
  queued: "queued",
  sending: "sending",
  sent: "sent",
  delivered: "delivered",
  partially_delivered: "delivered",
  undelivered: "undelivered",
  failed: "failed",
  canceled: "failed",
  read: "read",
};

function statusIn({ fields, ownMessageId }: Payload): Fact {
  const told = one(fields, "MessageStatus") ?? one(fields, "SmsStatus") ?? "";
  const status = statuses[told.toLowerCase()];
  if (!status) return { kind: "ignored", reason: `Twilio's status “${told.slice(0, 40)}” is not known` };
  const code = one(fields, "ErrorCode");
  const isFailure = status === "undelivered" || status === "failed";
  const providerCode = code && code !== "0" ? code : null;
  return {
    kind: "message-status",
    externalId: one(fields, "MessageSid") ?? one(fields, "SmsSid") ?? "",
    ownMessageId,
    status,
    failure: isFailure ? { code: providerCode, message: wordsFor(providerCode) } : null,
    optedOut: providerCode !== null && optedOutCodes.has(providerCode),
  };
}

const extensions: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/heic": "heic",
  "video/mp4": "mp4",
  "video/3gpp": "3gp",
  "audio/mpeg": "mp3",
  "audio/amr": "amr",
  "text/vcard": "vcf",
  "text/x-vcard": "vcf",
  "application/pdf": "pdf",
};

function nameOf(contentType: string, n: number): string {
  const bare = contentType.split(";")[0]!.trim().toLowerCase();
  const what = bare.startsWith("image/") ? "picture" : bare.startsWith("video/") ? "video" : "file";
  return `${what}-${n + 1}.${extensions[bare] ?? "bin"}`;
}
