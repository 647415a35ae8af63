import { randomBytes } from "node:crypto";
import { now } from "../../src/platform/clock.ts";
import { bounce } from "./bounce.ts";
import { invalid, notFound } from "./errors.ts";
import { addressesIn, headerOf, readHeaders, withHeader, withTrace } from "./headers.ts";
import { fileMail, relabel, threadByReferences, threadOf } from "./mailbox.ts";
import type { Gmail, Mail, Mailbox } from "./state.ts";

/**
 * Sends a mail from a mailbox: files it under SENT, delivers it to the mailboxes here, bounces what goes to
 * `nowhere.invalid`, and keeps aside what leaves the sandbox.
 *
 * @param threadId joins that thread only when the mail answers one in it and has its subject, as at Gmail.
 * @throws GoogleError 400 without a recipient, 404 for a thread this mailbox does not have.
 */
export function sendMail(gmail: Gmail, from: Mailbox, raw: Buffer, threadId: string | null): Mail {
  const prepared = prepare(gmail, from, raw);
  const headers = readHeaders(prepared);
  const recipients = [...new Set(["To", "Cc", "Bcc"].flatMap((name) => addressesIn(headerOf(headers, name))))];
  if (recipients.length === 0) throw invalid("Recipient address required");
  if (threadId !== null && threadOf(from, threadId).length === 0) throw notFound();
  const joined = threadId !== null && threadByReferences(from, headers) === threadId ? threadId : undefined;
  const sent = fileMail(gmail, from, prepared, { labelIds: ["SENT"], threadId: joined ?? null });
  const outgoing = withHeader(prepared, "Bcc", null);
  for (const recipient of recipients) {
    if (owns(from, recipient)) relabel(gmail, from, sent, ["INBOX", "UNREAD"], []);
    else deliver(gmail, from, recipient, outgoing, sent);
  }
  return sent;
}

/** Files a mail that comes from outside, exactly as it is. */
export function receiveMail(
  gmail: Gmail,
  mailbox: Mailbox,
  raw: Buffer,
  given: {
    labelIds?: string[] | undefined;
    statedSizeBytes?: number | undefined;
    internalDateMs?: number | undefined;
  } = {},
): Mail {
  return fileMail(gmail, mailbox, raw, { ...given, labelIds: given.labelIds ?? ["INBOX", "UNREAD"] });
}

function owns({ address, aliases }: Mailbox, candidate: string): boolean {
  return candidate === address || aliases.includes(candidate);
}

/** What Gmail changes in a mail it is given: its Message-ID, a From that is not the sender's, what is missing. */
function prepare(gmail: Gmail, from: Mailbox, raw: Buffer): Buffer {
  const headers = readHeaders(raw);
  let prepared = raw;
  const sender = addressesIn(headerOf(headers, "From"))[0];
  if (!sender || !owns(from, sender)) prepared = withHeader(prepared, "From", `${from.name} <${from.address}>`);
  if (gmail.replacesMessageIds || !headerOf(headers, "Message-ID")) {
    prepared = withHeader(prepared, "Message-ID", `<CA${randomBytes(24).toString("base64url")}@mail.gmail.com>`);
  }
  if (!headerOf(headers, "Date")) prepared = withHeader(prepared, "Date", mailDate());
  if (!headerOf(headers, "MIME-Version")) prepared = withHeader(prepared, "MIME-Version", "1.0");
  return prepared;
}

function deliver(gmail: Gmail, from: Mailbox, to: string, raw: Buffer, sent: Mail): void {
  const mailbox = mailboxOf(gmail, to);
  if (mailbox) return void receiveMail(gmail, mailbox, withTrace(raw, trace(from, to)));
  if (!to.endsWith("@nowhere.invalid")) return void gmail.sentOutside.push({ to, raw });
  const labelIds = ["INBOX", "UNREAD"];
  fileMail(gmail, from, bounce(from, to, sent), { labelIds, threadId: sent.threadId });
}

function mailboxOf(gmail: Gmail, address: string): Mailbox | null {
  const plain = address.replace(/\+[^@]*(?=@)/, "");
  return [...gmail.mailboxes.values()].find((mailbox) => owns(mailbox, plain)) ?? null;
}

/** Mail of these mailboxes comes from where it says: `prepare` sees to that. */
function trace(from: Mailbox, to: string): string[] {
  const id = randomBytes(8).toString("hex");
  const domain = from.address.split("@").pop();
  return [
    `Delivered-To: ${to}`,
    `Return-Path: <${from.address}>`,
    `Received: from mail.sandbox.example by mx.sandbox.example with ESMTPS id ${id} for <${to}>; ${mailDate()}`,
    `Authentication-Results: mx.google.com; dkim=pass header.i=@${domain} header.s=sandbox; spf=pass smtp.mailfrom=${from.address}; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=${domain}`,
  ];
}

/** RFC 5322: Sat, 21 Nov 2026 10:00:00 +0000 */
function mailDate(): string {
  return now().toUTCString().replace("GMT", "+0000");
}
