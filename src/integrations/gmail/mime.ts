import { convert } from "html-to-text";
import PostalMime, { type Address, type Attachment, decodeWords, type Email } from "postal-mime";
import type { MailAddress } from "../contract.ts";
import { unknownCharsets, withCharset } from "./charset.ts";

/** One mail, decoded; every text is free of NUL and lone surrogates, so any store takes it. */
export interface ParsedMail {
  headers: MailHeader[];
  /** Null when the mail names no sender at all. */
  from: MailAddress | null;
  replyTo: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  subject: string;
  messageId: string | null;
  inReplyTo: string[];
  /** Oldest first. */
  references: string[];
  /** The sender's clock; null when it is missing or cannot be read. */
  date: Date | null;
  /** The mail's own text; null when it has none (see `readableText`). */
  text: string | null;
  html: string | null;
  attachments: MailPart[];
  /** What went wrong on the way, in words for a person. */
  notices: string[];
}
export interface MailHeader {
  /** In lower case. */
  name: string;
  value: string;
}
export interface MailPart {
  /** As the sender wrote it: empty, or a path, or anything. */
  name: string;
  contentType: string;
  sizeBytes: number;
  contentId: string | null;
  inline: boolean;
  content: Uint8Array;
}

const maxTextChars = 200_000;
const maxHtmlChars = 1_000_000;
const maxAddresses = 500;
/** Header texts end where no screen shows more and a header line of RFC 5322 could hold no more. */
const maxSubjectChars = 998;
const maxNameChars = 255;
const maxCharsetsNamed = 5;
/**
 * What is longer in bytes is no address or Message-ID that mail can carry, and too long for an index to find it by.
 * Sources: RFC 5321 4.5.3.1, RFC 5322 2.1.1.
 */
const maxAddressBytes = 320;
const maxMessageIdBytes = 998;
const maxReferences = 100;
const maxFallbackBytes = 100_000;

/** Reads any bytes as a mail. Never throws: what cannot be parsed becomes plain text and a notice. */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  const notices: string[] = [];
  let email: Email;
  try {
    email = await parseInBestCharset(raw, notices);
  } catch {
    notices.push("The email is badly formed; its beginning is shown as it came");
    const text = new TextDecoder("utf-8").decode(raw.subarray(0, maxFallbackBytes));
    return { ...fromEmail({ headers: [], headerLines: [], attachments: [], text }, notices) };
  }
  return fromEmail(email, notices);
}

/** The mail as text a person can read: its own, or its HTML without the tags, or the message it encloses. */
export async function readableText(mail: ParsedMail, raw: Uint8Array): Promise<string> {
  if (mail.text?.trim()) return mail.text.trim();
  if (mail.html) return bounded(textOfHtml(mail.html), maxTextChars);
  if (!mail.attachments.some((part) => part.contentType === "message/rfc822")) return "";
  const unfolded = await PostalMime.parse(raw).catch(() => null);
  return bounded(clean(unfolded?.text ?? (unfolded?.html ? textOfHtml(unfolded.html) : "")), maxTextChars).trim();
}

/** Enclosed messages stay attachments: their words are not the sender's. */
const parse = (raw: Uint8Array) => PostalMime.parse(raw, { forceRfc822Attachments: true });

async function parseInBestCharset(raw: Uint8Array, notices: string[]): Promise<Email> {
  const email = await parse(raw);
  const unknown = unknownCharsets(raw);
  if (unknown.length > 0) {
    const asUtf8 = await parse(withCharset(raw, unknown, "utf-8"));
    if (!hasReplacements(asUtf8)) return asUtf8;
    notices.push(
      `The email uses an unknown character set (${unknown.slice(0, maxCharsetsNamed).join(", ")}); some letters may be wrong`,
    );
  } else if (hasReplacements(email)) {
    notices.push("Some letters of the email could not be read");
  }
  return email;
}

const hasReplacements = ({ text, html }: Email) => `${text ?? ""}${html ?? ""}`.includes("\uFFFD");

function fromEmail(email: Email, notices: string[]): ParsedMail {
  const headers = email.headers.map(({ key, value }) => ({ name: key, value: clean(value) }));
  const first = (name: string) => headers.find((header) => header.name === name)?.value ?? "";
  const text = email.text === undefined ? null : clean(email.text);
  const html = email.html === undefined ? null : clean(email.html);
  if ((text?.length ?? 0) > maxTextChars || (html?.length ?? 0) > maxHtmlChars) {
    notices.push("The email is very long; its end was cut off");
  }
  return {
    headers,
    from: mailboxes(email.from ? [email.from] : [])[0] ?? mailboxes(email.sender ? [email.sender] : [])[0] ?? null,
    replyTo: mailboxes(email.replyTo)[0] ?? null,
    to: mailboxes(email.to),
    cc: mailboxes(email.cc),
    subject: oneLine(email.subject ?? "", maxSubjectChars),
    messageId: messageIds(first("message-id"))[0] ?? null,
    inReplyTo: messageIds(first("in-reply-to")).slice(0, maxReferences),
    references: messageIds(first("references")).slice(-maxReferences),
    date: readDate(email.date),
    text: text === null ? null : bounded(text, maxTextChars),
    html: html === null ? null : bounded(html, maxHtmlChars),
    attachments: email.attachments.map(part),
    notices,
  };
}

/** Groups are flattened; entries without an address ("undisclosed-recipients:;") are left out. */
function mailboxes(addresses: Address[] = []): MailAddress[] {
  return addresses
    .flatMap((entry) => entry.group ?? [entry])
    .slice(0, maxAddresses)
    .map(({ address, name }) => ({
      address: clean(address ?? "")
        .trim()
        .toLowerCase(),
      name: oneLine(name, maxNameChars),
    }))
    .filter(({ address }) => isAddress(address));
}

export function isAddress(text: string): boolean {
  return text !== "" && Buffer.byteLength(text) <= maxAddressBytes;
}

/** `<a@b>` tokens in their order, each once; text without brackets is taken by its blanks. */
export function messageIds(header: string): string[] {
  const decoded = header.includes("=?") ? clean(decodeWords(header)) : header;
  const bracketed = decoded.match(/<[^<>]+>/g);
  const bare = decoded.split(/[\s,]+/).filter(Boolean);
  return [...new Set(bracketed ?? bare)].filter((id) => Buffer.byteLength(id) <= maxMessageIdBytes);
}

function readDate(text: string | undefined): Date | null {
  const date = new Date(text ?? "");
  return Number.isNaN(date.getTime()) ? null : date;
}

function part({ filename, mimeType, content: given, contentId, related, disposition }: Attachment): MailPart {
  const content = typeof given === "string" ? Buffer.from(given) : new Uint8Array(given);
  return {
    content,
    name: clean(filename ?? ""),
    contentType: oneLine(mimeType, maxNameChars).toLowerCase() || "application/octet-stream",
    sizeBytes: content.byteLength,
    contentId: contentId ? bounded(clean(contentId).replace(/^<|>$/g, ""), maxMessageIdBytes) : null,
    inline: related === true || (disposition === "inline" && contentId !== undefined),
  };
}

function textOfHtml(html: string): string {
  try {
    return convert(html, {
      wordwrap: false,
      limits: { maxInputLength: maxHtmlChars, maxDepth: 200, ellipsis: "…" },
      selectors: [
        { selector: "img", format: "skip" },
        { selector: "a", options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
        ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
      ],
    }).trim();
  } catch {
    return html.replace(/<[^>]*>/g, " ").trim();
  }
}

function oneLine(text: string, maxChars: number): string {
  return bounded(clean(text).replace(/\s+/g, " ").trim(), maxChars).trimEnd();
}

function bounded(text: string, maxChars: number): string {
  return text.length > maxChars ? text.slice(0, maxChars).toWellFormed() : text;
}

/** PostgreSQL takes neither NUL nor halves of surrogate pairs. */
function clean(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
