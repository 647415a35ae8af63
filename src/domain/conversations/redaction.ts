import { isDeepStrictEqual } from "node:util";
import type { MailAddress, Message } from "./tables.ts";

/** How a person is taken out of what others wrote. */
export interface Redaction {
  customerId: string;
  /** Replaces her addresses in a text. */
  redact: (text: string) => string;
}

/** Shown in place of a message whose writer was erased. */
const erasedNotice = "The writer of this message was erased.";

/**
 * What stays of a message of hers is that there was one; of others' messages, all but her addresses.
 * @returns null when she does not stand in it.
 */
export function redactedMessage(message: Message, { customerId, redact }: Redaction) {
  const { id, conversationId } = message;
  if (message.author.id === customerId) return { id, conversationId, set: emptied, isEmptied: true };
  const isHers = ({ address }: MailAddress) => redact(address) !== address;
  const unlessHers = (one: MailAddress | null) => (one && isHers(one) ? null : one);
  const withoutHers = (many: MailAddress[]) => many.filter((one) => !isHers(one));
  const { author, from, replyTo, to, cc, bcc, subject, text, html, failure } = message;
  const before = { author, from, replyTo, to, cc, bcc, subject, text, html, failure };
  const set = {
    author: { ...author, name: redact(author.name) },
    from: unlessHers(from),
    replyTo: unlessHers(replyTo),
    to: withoutHers(to),
    cc: withoutHers(cc),
    bcc: bcc && withoutHers(bcc),
    subject: redact(subject),
    text: redact(text),
    html: html && redact(html),
    failure: failure && { ...failure, message: redact(failure.message) },
  };
  return isDeepStrictEqual(before, set) ? null : { id, conversationId, set, isEmptied: false };
}

const emptied: Partial<Message> = {
  author: { type: "customer", id: null, name: "" },
  from: null,
  replyTo: null,
  to: [],
  cc: [],
  bcc: null,
  subject: "",
  text: "",
  html: null,
  failure: null,
  rfcMessageId: null,
  inReplyTo: null,
  references: [],
  placement: null,
  notice: erasedNotice,
};
