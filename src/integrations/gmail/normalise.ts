import type { z } from "zod";
import { AppError } from "../../platform/errors.ts";
import { cleanFileName } from "../../platform/file-name.ts";
import type { AttachmentFact, ConnectionInfo, Fact, FileContent, MailAddress, MessageFact } from "../contract.ts";
import { automaticReason } from "./automatic.ts";
import { isAddress, type MailPart, type ParsedMail, parseMail, readableText } from "./mime.ts";
import { type MailPayload, mailPayload } from "./payload.ts";
import { senderVerified } from "./sender-verified.ts";

/** Mail of ours carries our message id in this header. */
export const ownHeader = "X-Parley-Message";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const maxAttachments = 200;

/**
 * A stored message in our words. Broken mail gives a fact with a notice.
 * @throws AppError("invalid_input") for what is no message of Gmail's at all: it must not vanish.
 */
export async function normalise(stored: unknown, connection: ConnectionInfo): Promise<Fact[]> {
  const payload = mailPayload.safeParse(stored);
  if (payload.success) return [await messageFact(payload.data, connection)];
  throw new AppError("invalid_input", `This is no message as Gmail tells it: ${faultsIn(payload.error)}`);
}

/** The files of a stored message with their bytes, in the order and under the names that `normalise` gives them. */
export async function files(stored: unknown): Promise<FileContent[]> {
  const payload = mailPayload.parse(stored);
  if (!("raw" in payload)) return [];
  const { attachments } = await parseMail(Buffer.from(payload.raw, "base64url"));
  return attachments
    .slice(0, maxAttachments)
    .map((part, index) => ({ ...attachment(part, index), content: part.content }));
}

function faultsIn({ issues }: z.ZodError): string {
  const faults = issues
    .flatMap((issue) => (issue.code === "invalid_union" ? issue.errors.flat() : issue))
    .map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
  return [...new Set(faults)].slice(0, 3).join("; ");
}

async function messageFact(payload: MailPayload, connection: ConnectionInfo): Promise<MessageFact> {
  const raw = "raw" in payload ? Buffer.from(payload.raw, "base64url") : headerBytes(payload.headers);
  const mail = await parseMail(raw);
  const outbound = payload.labelIds.includes("SENT");
  const from = sender(mail);
  const isVerified = outbound ? null : senderVerified(mail.headers, from.address);
  const notices = "raw" in payload ? mail.notices : [tooLarge(payload.sizeEstimate)];
  if (isVerified === false) notices.push("This email could not be verified as coming from its sender");
  return {
    kind: "message",
    externalId: payload.id,
    threadKey: payload.threadId,
    direction: outbound ? "outbound" : "inbound",
    ownMessageId: outbound ? ownMessageId(mail) : null,
    from,
    replyTo: mail.replyTo && mail.replyTo.address !== mail.from?.address ? mail.replyTo : null,
    to: mail.to,
    cc: mail.cc,
    subject: mail.subject,
    text: "raw" in payload ? await readableText(mail, raw) : payload.snippet,
    html: "raw" in payload ? mail.html : null,
    rfcMessageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    sentAt: new Date(Number(payload.internalDate)),
    automatic: automaticReason(mail, connection.account),
    senderVerified: isVerified,
    notice: notices.length > 0 ? notices.join(". ") : null,
    attachments: "raw" in payload ? mail.attachments.slice(0, maxAttachments).map(attachment) : [],
  };
}

/** Without a From the envelope's sender; with neither an empty address, which nobody can answer. */
function sender(mail: ParsedMail): MailAddress {
  if (mail.from) return mail.from;
  const returnPath =
    mail.headers
      .find(({ name }) => name === "return-path")
      ?.value.replace(/^<|>$/g, "")
      .trim() ?? "";
  return { address: returnPath.includes("@") && isAddress(returnPath) ? returnPath.toLowerCase() : "", name: "" };
}

/** Only believed on mail this mailbox sent: anyone can write a header. */
function ownMessageId({ headers }: ParsedMail): string | null {
  const value = headers.find(({ name }) => name === ownHeader.toLowerCase())?.value.toLowerCase() ?? "";
  return uuid.test(value) ? value : null;
}

function tooLarge(sizeBytes: number): string {
  return `The email is ${Math.ceil(sizeBytes / 1024 ** 2)} MB, too large to show here; open it in Gmail`;
}

function attachment({ content: _, ...part }: MailPart, index: number): AttachmentFact {
  return { ...part, name: cleanFileName(part.name) || unnamed(part, index) };
}

function unnamed({ contentType }: Pick<MailPart, "contentType">, index: number): string {
  if (contentType === "message/rfc822") return "message.eml";
  const extension = /^(?:image|audio|video|application)\/([a-z0-9]{2,5})$/.exec(contentType)?.[1];
  return `attachment-${index + 1}${extension ? `.${extension}` : ""}`;
}

function headerBytes(headers: { name: string; value: string }[]): Buffer {
  const content = /^content-/i;
  const lines = headers
    .filter(({ name }) => !content.test(name))
    .map(({ name, value }) => `${name}: ${value}`.replace(/[\r\n]+/g, " "));
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "utf8");
}
