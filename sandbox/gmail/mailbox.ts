import { now } from "../../src/platform/clock.ts";
import { decodeWords, headerOf, messageIdsIn, readHeaders } from "./headers.ts";
import { type Gmail, type HistoryType, type Mail, type Mailbox, nextHistoryId, nextMailId } from "./state.ts";

export interface Filing {
  labelIds: readonly string[];
  /** Absent: by References and subject, else a new thread; null: a new thread. */
  threadId?: string | null | undefined;
  internalDateMs?: number | undefined;
  statedSizeBytes?: number | undefined;
}

/** Puts a mail into a mailbox and writes it into the history. */
export function fileMail(gmail: Gmail, mailbox: Mailbox, raw: Buffer, filing: Filing): Mail {
  const id = nextMailId(gmail);
  const headers = readHeaders(raw);
  const mail: Mail = {
    ...{ id, raw, headers, labelIds: new Set(filing.labelIds) },
    threadId: (filing.threadId === undefined ? threadByReferences(mailbox, headers) : filing.threadId) ?? id,
    internalDateMs: filing.internalDateMs ?? now().getTime(),
    historyId: 0n,
    statedSizeBytes: filing.statedSizeBytes ?? null,
  };
  mailbox.mails.set(id, mail);
  record(gmail, mailbox, mail, "messageAdded");
  return mail;
}

/** Only what really changes is written into the history. */
export function relabel(gmail: Gmail, mailbox: Mailbox, mail: Mail, add: string[], remove: string[]): void {
  const added = add.filter((label) => !mail.labelIds.has(label));
  const removed = remove.filter((label) => mail.labelIds.has(label));
  for (const label of added) mail.labelIds.add(label);
  for (const label of removed) mail.labelIds.delete(label);
  if (added.length > 0) record(gmail, mailbox, mail, "labelAdded", added);
  if (removed.length > 0) record(gmail, mailbox, mail, "labelRemoved", removed);
}

export function deleteMail(gmail: Gmail, mailbox: Mailbox, mail: Mail): void {
  mailbox.mails.delete(mail.id);
  record(gmail, mailbox, mail, "messageDeleted");
}

/** Newest first, as every list of Gmail's. */
export function mailsOf(mailbox: Mailbox): Mail[] {
  return [...mailbox.mails.values()].sort((a, b) => b.internalDateMs - a.internalDateMs || (a.id < b.id ? 1 : -1));
}

export function threadOf(mailbox: Mailbox, threadId: string): Mail[] {
  return mailsOf(mailbox)
    .filter((mail) => mail.threadId === threadId)
    .reverse();
}

/**
 * The thread of a mail that this one answers, when the subject is the same too.
 * Source: https://developers.google.com/workspace/gmail/api/guides/threads
 */
export function threadByReferences(mailbox: Mailbox, headers: Mail["headers"]): string | null {
  const answered = new Set(messageIdsIn(headerOf(headers, "In-Reply-To"), headerOf(headers, "References")));
  if (answered.size === 0) return null;
  const subject = baseSubject(headers);
  const found = mailsOf(mailbox).find(
    (mail) => answered.has(headerOf(mail.headers, "Message-ID") ?? "") && baseSubject(mail.headers) === subject,
  );
  return found?.threadId ?? null;
}

function baseSubject(headers: Mail["headers"]): string {
  const subject = decodeWords(headerOf(headers, "Subject") ?? "");
  return subject
    .replace(/^(?:\s*(?:re|fwd?|sv|aw|wg|vs|tr|antw)\s*:)+/i, "")
    .trim()
    .toLowerCase();
}

function record(gmail: Gmail, mailbox: Mailbox, mail: Mail, type: HistoryType, changed: string[] = []): void {
  const id = nextHistoryId(gmail);
  mail.historyId = id;
  mailbox.historyId = id;
  const message = { id: mail.id, threadId: mail.threadId, labelIds: [...mail.labelIds] };
  mailbox.history.push({ id, type, message, changed });
  for (const listener of gmail.listeners) listener(mailbox, mail);
}
