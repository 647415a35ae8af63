import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Connection, OutgoingMessage, Send, SentMessage } from "../contract.ts";
import { callGmail, type GmailMessage } from "./client.ts";
import { GmailRejected, nullIfGone } from "./failure.ts";
import { ownHeader } from "./normalise.ts";

const recentlySent = 20;

/**
 * Sends through the mailbox. To stay in a Gmail thread three things must hold at once: `threadId` in the
 * request, In-Reply-To and References in the mail, and the same subject.
 * Source: https://developers.google.com/workspace/gmail/api/guides/threads
 */
export const message: Send["message"] = async (connection, outgoing) => {
  const accepted = await deliver(connection, await compose(outgoing), outgoing.threadKey);
  const externalId = accepted.id ?? "";
  return { externalId, rfcMessageId: await realMessageId(connection, externalId) };
};

/** By the Message-ID we gave; Gmail may have replaced that, so also among the mail last sent to the recipient. */
export const find: Send["find"] = async (connection, outgoing) => {
  const byId = await search(connection, `rfc822msgid:${messageIdOf(outgoing).slice(1, -1)}`, 1);
  // An hour for clocks that differ.
  const earliest = Math.floor(outgoing.writtenAt.getTime() / 1000) - 3600;
  const recipient = outgoing.to[0]?.address;
  const recent =
    byId.length > 0 || !recipient
      ? []
      : await search(connection, `in:sent to:${recipient} after:${earliest}`, recentlySent);
  for (const id of [...byId, ...recent]) {
    const found = await headersOf(connection, id).catch(nullIfGone);
    if (found && headerOf(found, ownHeader) === outgoing.id) return sent(found);
  }
  return null;
};

/** The mail as it goes out; `keepBcc`, because Gmail takes its recipients from the headers alone. */
export async function compose(outgoing: OutgoingMessage): Promise<Buffer> {
  const { id, from, to, cc, bcc, text, files, inReplyTo, references, automatic } = outgoing;
  const mail = new MailComposer({
    from: { address: from.address, name: from.name ?? "" },
    to,
    cc,
    bcc,
    subject: subjectOf(outgoing),
    text,
    attachments: files.map(({ name: filename, contentType, content }) => ({ filename, contentType, content })),
    messageId: messageIdOf(outgoing),
    inReplyTo: inReplyTo ?? undefined,
    references: inReplyTo ? [...new Set([...references, inReplyTo])] : references,
    headers: {
      [ownHeader]: id,
      ...(automatic ? { "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All" } : {}),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  mail.keepBcc = true;
  return mail.build();
}

function messageIdOf({ id, from }: OutgoingMessage): string {
  return `<${id}@${from.address.split("@").pop()}>`;
}

function subjectOf({ subject, inReplyTo }: OutgoingMessage): string {
  return inReplyTo && !/^\s*re\s*:/i.test(subject) ? `Re: ${subject}` : subject;
}

/** What is longer travels as a file of its own: Google bounds the JSON of a call far below the size of a mail. */
const maxBytesInJson = 1_000_000;

/** A thread that was deleted, or belonged to another mailbox, is no reason not to answer. */
async function deliver(connection: Connection, mail: Buffer, threadId: string | null): Promise<GmailMessage> {
  const send = (thread: { threadId?: string }) =>
    callGmail(connection, (api) => api.users.messages.send({ userId: "me", ...wrapped(mail, thread) }), {
      sending: true,
    });
  if (threadId === null) return send({});
  return send({ threadId }).catch((error: unknown) => {
    if (error instanceof GmailRejected && error.status === 404) return send({});
    throw error;
  });
}

/** Source: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send */
function wrapped(mail: Buffer, thread: { threadId?: string }) {
  if (mail.length <= maxBytesInJson) return { requestBody: { raw: mail.toString("base64url"), ...thread } };
  return { requestBody: thread, media: { mimeType: "message/rfc822", body: Readable.from([mail]) } };
}

/** Null when it cannot be read now: the mail is sent all the same, and its copy in the history tells later. */
async function realMessageId(connection: Connection, externalId: string): Promise<string | null> {
  try {
    return headerOf(await headersOf(connection, externalId), "Message-ID");
  } catch {
    return null;
  }
}

async function search(connection: Connection, q: string, maxResults: number): Promise<string[]> {
  const { messages = [] } = await callGmail(connection, (api) =>
    api.users.messages.list({ userId: "me", q, maxResults }),
  );
  return messages.flatMap(({ id }) => id ?? []);
}

function headersOf(connection: Connection, id: string): Promise<GmailMessage> {
  const metadataHeaders = ["Message-ID", ownHeader];
  return callGmail(connection, (api) =>
    api.users.messages.get({ userId: "me", id, format: "metadata", metadataHeaders }),
  );
}

function headerOf({ payload }: GmailMessage, name: string): string | null {
  return payload?.headers?.find((header) => header.name?.toLowerCase() === name.toLowerCase())?.value ?? null;
}

function sent(found: GmailMessage): SentMessage {
  return { externalId: found.id ?? "", rfcMessageId: headerOf(found, "Message-ID") };
}
