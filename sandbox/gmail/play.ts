import MailComposer from "nodemailer/lib/mail-composer";
import { notFound } from "./errors.ts";
import { addressesIn, decodeWords, headerOf, messageIdsIn } from "./headers.ts";
import { mailsOf } from "./mailbox.ts";
import { attachmentsOf, mimeTree, readableText } from "./mime-tree.ts";
import { sendMail } from "./send.ts";
import type { Gmail, Mail, Mailbox } from "./state.ts";

export interface WrittenMail {
  to: string;
  subject: string;
  text: string;
  /** Message-ID of the mail it answers; its thread is found by it. */
  inReplyTo?: string | undefined;
  references?: string[] | undefined;
  attachments?: { filename: string; contentType: string; content: Buffer }[] | undefined;
}

export interface ReadMail {
  id: string;
  /** Message-ID header, with its angle brackets. */
  messageId: string | null;
  references: string[];
  from: string;
  to: string[];
  subject: string;
  text: string;
  attachments: { partId: string; filename: string; contentType: string; sizeBytes: number }[];
  isUnread: boolean;
  /** Written by the mailbox's own person. */
  isOwn: boolean;
  /** ISO 8601. */
  at: string;
}

export interface ReadThread {
  id: string;
  subject: string;
  /** Oldest first. */
  messages: ReadMail[];
}

export interface PlayedMail {
  /**
   * Writes a mail as the person of a mailbox and delivers it.
   * @throws GoogleError 404 for an address without a mailbox, 400 without a recipient.
   */
  submit(fromAddress: string, written: WrittenMail): Promise<ReadMail>;
  /** The threads of a mailbox, the one with the newest mail first. @throws GoogleError 404 */
  threads(address: string): ReadThread[];
  people(): { address: string; name: string; kind: Mailbox["kind"] }[];
}

export function createPlayedMail(current: () => Gmail): PlayedMail {
  const mailboxOf = (address: string): Mailbox => {
    const mailbox = current().mailboxes.get(address.toLowerCase());
    if (!mailbox) throw notFound();
    return mailbox;
  };
  return {
    async submit(fromAddress, written) {
      const mailbox = mailboxOf(fromAddress);
      const raw = await compose(mailbox, written);
      return read(mailbox, sendMail(current(), mailbox, raw, threadAnswered(mailbox, written)));
    },
    threads: (address) => threadsOf(mailboxOf(address)),
    people: () => [...current().mailboxes.values()].map(({ address, name, kind }) => ({ address, name, kind })),
  };
}

/** As a mail program does it: an answer goes out in the thread of what it answers. */
function threadAnswered(mailbox: Mailbox, { inReplyTo }: WrittenMail): string | null {
  if (!inReplyTo) return null;
  return mailsOf(mailbox).find(({ headers }) => headerOf(headers, "Message-ID") === inReplyTo)?.threadId ?? null;
}

function compose({ address, name }: Mailbox, written: WrittenMail): Promise<Buffer> {
  const { inReplyTo, references = [] } = written;
  const composed = new MailComposer({
    ...written,
    from: { address, name },
    references: [...new Set([...references, ...(inReplyTo ? [inReplyTo] : [])])],
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composed.compile().build();
}

function threadsOf(mailbox: Mailbox): ReadThread[] {
  const threads = new Map<string, ReadMail[]>();
  for (const mail of mailsOf(mailbox)) {
    threads.set(mail.threadId, [read(mailbox, mail), ...(threads.get(mail.threadId) ?? [])]);
  }
  return [...threads].map(([id, messages]) => ({ id, subject: messages[0]?.subject ?? "", messages }));
}

function read({ address, aliases }: Mailbox, { id, raw, headers, labelIds, internalDateMs }: Mail): ReadMail {
  const header = (name: string) => decodeWords(headerOf(headers, name) ?? "");
  const tree = mimeTree(raw);
  const sender = addressesIn(headerOf(headers, "From"))[0] ?? "";
  return {
    id,
    messageId: headerOf(headers, "Message-ID"),
    references: messageIdsIn(headerOf(headers, "References")),
    from: header("From"),
    to: addressesIn(headerOf(headers, "To")),
    subject: header("Subject"),
    text: readableText(tree),
    attachments: attachmentsOf(tree).map(({ partId, filename, mimeType, data }) => ({
      partId,
      filename,
      contentType: mimeType,
      sizeBytes: data.length,
    })),
    isUnread: labelIds.has("UNREAD"),
    isOwn: sender === address || aliases.includes(sender),
    at: new Date(internalDateMs).toISOString(),
  };
}
