import { z } from "zod";
import { type GmailCall, one } from "./call.ts";
import { invalid, notFound } from "./errors.ts";
import { mailsOf } from "./mailbox.ts";
import { type Mailbox, newWatch } from "./state.ts";

export function getProfile({ mailbox }: GmailCall) {
  return {
    emailAddress: mailbox.address,
    messagesTotal: mailbox.mails.size,
    threadsTotal: new Set([...mailbox.mails.values()].map(({ threadId }) => threadId)).size,
    historyId: String(mailbox.historyId),
  };
}

const watchBody = z.object({
  topicName: z.string().regex(/^projects\/[^/]+\/topics\/[^/]+$/),
  labelIds: z.array(z.string()).default([]),
  labelFilterBehavior: z.enum(["include", "exclude", "INCLUDE", "EXCLUDE"]).optional(),
  labelFilterAction: z.enum(["include", "exclude"]).optional(),
});

/** A new watch replaces the one before. */
export function watch({ mailbox, request }: GmailCall) {
  const body = watchBody.safeParse(request.body);
  if (!body.success) throw invalid("Invalid topicName: it must be of the form projects/PROJECT/topics/TOPIC");
  const { topicName, labelIds, labelFilterBehavior, labelFilterAction } = body.data;
  const excludes = (labelFilterBehavior ?? labelFilterAction ?? "include").toLowerCase() === "exclude";
  mailbox.watch = newWatch(topicName, labelIds, excludes);
  return { historyId: String(mailbox.historyId), expiration: String(mailbox.watch.expiresAtMs) };
}

export function stop({ mailbox }: GmailCall): undefined {
  mailbox.watch = null;
}

export function listSendAs({ mailbox }: GmailCall) {
  return { sendAs: sendAsOf(mailbox) };
}

export function getSendAs({ mailbox, request }: GmailCall) {
  const found = sendAsOf(mailbox).find(({ sendAsEmail }) => sendAsEmail === one(request.params.sendAsEmail));
  if (!found) throw notFound();
  return found;
}

const systemLabels = ["INBOX", "SENT", "DRAFT", "SPAM", "TRASH", "UNREAD", "STARRED", "IMPORTANT", "CHAT"];

export function listLabels() {
  return { labels: systemLabels.map((id) => ({ id, name: id, type: "system" })) };
}

export function getLabel({ mailbox, request }: GmailCall) {
  const id = systemLabels.find((label) => label === one(request.params.id));
  if (!id) throw notFound();
  const mails = mailsOf(mailbox).filter(({ labelIds }) => labelIds.has(id));
  const unread = mails.filter(({ labelIds }) => labelIds.has("UNREAD"));
  const threads = (of: typeof mails) => new Set(of.map(({ threadId }) => threadId)).size;
  return {
    ...{ id, name: id, type: "system", messagesTotal: mails.length, messagesUnread: unread.length },
    ...{ threadsTotal: threads(mails), threadsUnread: threads(unread) },
  };
}

function sendAsOf({ address, name, aliases }: Mailbox) {
  const primary = {
    sendAsEmail: address,
    displayName: name,
    replyToAddress: "",
    signature: "",
    isPrimary: true,
    isDefault: true,
  };
  const others = aliases.map((sendAsEmail) => ({
    ...{ sendAsEmail, displayName: name, replyToAddress: "", signature: "" },
    ...{ isDefault: false, treatAsAlias: true, verificationStatus: "accepted" },
  }));
  return [primary, ...others];
}
