import { z } from "zod";
import { type GmailCall, limit, many, one, page } from "./call.ts";
import { invalid, notFound } from "./errors.ts";
import { attachmentId, type Format, formats, messageResource } from "./format.ts";
import { deleteMail, mailsOf, relabel, threadOf } from "./mailbox.ts";
import { attachmentsOf, mimeTree } from "./mime-tree.ts";
import { asksForHidden, search } from "./search.ts";
import { sendMail } from "./send.ts";
import type { Mail, Mailbox } from "./state.ts";

export function listMessages({ mailbox, request }: GmailCall) {
  const found = matching({ mailbox, request });
  const { items, nextPageToken } = page(found, request.query.pageToken, limit(request.query.maxResults, 100, 500));
  const messages = items.map(({ id, threadId }) => ({ id, threadId }));
  return { ...(messages.length > 0 ? { messages } : {}), nextPageToken, resultSizeEstimate: found.length };
}

export function getMessage({ mailbox, request }: GmailCall) {
  return messageResource(mailOf(mailbox, request.params.id), formatOf(request), many(request.query.metadataHeaders));
}

const sendBody = z.object({ raw: z.string().min(1), threadId: z.string().min(1).nullish() });

export function sendMessage({ gmail, mailbox, request }: GmailCall) {
  const body = sendBody.safeParse(request.body);
  if (!body.success)
    throw invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required");
  return accepted(sendMail(gmail, mailbox, Buffer.from(body.data.raw, "base64url"), body.data.threadId ?? null));
}

const uploadMetadata = z.object({ threadId: z.string().min(1).nullish() });

/** The mail as it is, or after a JSON part with the thread. */
export function uploadMessage({ gmail, mailbox, request }: GmailCall) {
  const body: unknown = request.body;
  const type = request.get("content-type") ?? "";
  if (!Buffer.isBuffer(body) || body.length === 0) throw invalid("Media data is missing");
  if (!type.startsWith("multipart/related")) return accepted(sendMail(gmail, mailbox, body, null));
  const [metadata, media] = mimeTree(Buffer.concat([Buffer.from(`Content-Type: ${type}\r\n\r\n`), body])).parts;
  if (!metadata || !media) throw invalid("Multipart must have two parts: metadata and media");
  const { threadId } = uploadMetadata.parse(JSON.parse(metadata.data.toString("utf8")));
  return accepted(sendMail(gmail, mailbox, media.data, threadId ?? null));
}

const labels = z.object({
  addLabelIds: z.array(z.string()).default([]),
  removeLabelIds: z.array(z.string()).default([]),
});

export function modifyMessage({ gmail, mailbox, request }: GmailCall) {
  const mail = mailOf(mailbox, request.params.id);
  const { addLabelIds, removeLabelIds } = labels.parse(request.body ?? {});
  relabel(gmail, mailbox, mail, addLabelIds, removeLabelIds);
  return accepted(mail);
}

export function trashMessage({ gmail, mailbox, request }: GmailCall) {
  const mail = mailOf(mailbox, request.params.id);
  relabel(gmail, mailbox, mail, ["TRASH"], ["INBOX"]);
  return accepted(mail);
}

export function untrashMessage({ gmail, mailbox, request }: GmailCall) {
  const mail = mailOf(mailbox, request.params.id);
  relabel(gmail, mailbox, mail, ["INBOX"], ["TRASH"]);
  return accepted(mail);
}

export function removeMessage({ gmail, mailbox, request }: GmailCall) {
  deleteMail(gmail, mailbox, mailOf(mailbox, request.params.id));
}

export function getAttachment({ mailbox, request }: GmailCall) {
  const mail = mailOf(mailbox, request.params.messageId);
  const wanted = one(request.params.id);
  const part = attachmentsOf(mimeTree(mail.raw)).find(({ partId }) => attachmentId(mail.id, partId) === wanted);
  if (!part) throw notFound();
  return { size: part.data.length, data: part.data.toString("base64url") };
}

export function listThreads({ mailbox, request }: GmailCall) {
  const newest = new Map(
    matching({ mailbox, request })
      .toReversed()
      .map((mail) => [mail.threadId, mail]),
  );
  const found = mailsOf(mailbox).filter((mail) => newest.get(mail.threadId) === mail);
  const { items, nextPageToken } = page(found, request.query.pageToken, limit(request.query.maxResults, 100, 500));
  const threads = items.map((mail) => {
    const { snippet, historyId } = messageResource(mail, "minimal");
    return { id: mail.threadId, snippet, historyId };
  });
  return { ...(threads.length > 0 ? { threads } : {}), nextPageToken, resultSizeEstimate: found.length };
}

export function getThread({ mailbox, request }: GmailCall) {
  const mails = threadOf(mailbox, one(request.params.id) ?? "");
  const last = mails.at(-1);
  if (!last) throw notFound();
  const format = formatOf(request);
  if (format === "raw") throw invalid("Invalid format: raw is not supported for threads");
  const messages = mails.map((mail) => messageResource(mail, format, many(request.query.metadataHeaders)));
  return { id: last.threadId, historyId: String(last.historyId), messages };
}

function mailOf(mailbox: Mailbox, id: unknown): Mail {
  const mail = mailbox.mails.get(one(id) ?? "");
  if (!mail) throw notFound();
  return mail;
}

/** Spam and the bin are left out unless asked for. */
function matching({ mailbox, request }: Pick<GmailCall, "mailbox" | "request">): Mail[] {
  const { query } = request;
  const q = one(query.q) ?? "";
  const wanted = many(query.labelIds);
  const everywhere =
    query.includeSpamTrash === "true" ||
    asksForHidden(q) ||
    wanted.some((label) => label === "SPAM" || label === "TRASH");
  const mails = mailsOf(mailbox)
    .filter(({ labelIds }) => everywhere || !(labelIds.has("SPAM") || labelIds.has("TRASH")))
    .filter(({ labelIds }) => wanted.every((label) => labelIds.has(label)));
  return q ? search(mails, q) : mails;
}

function formatOf({ query }: GmailCall["request"]): Format {
  const given = one(query.format)?.toLowerCase() ?? "full";
  const format = formats.find((each) => each === given);
  if (!format) throw invalid(`Invalid value at 'format': "${given}"`);
  return format;
}

function accepted({ id, threadId, labelIds }: Mail) {
  return { id, threadId, labelIds: [...labelIds] };
}
