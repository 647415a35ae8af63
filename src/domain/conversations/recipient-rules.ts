import type { MailAddress, Message } from "./tables.ts";

/** A letter copied to more people than this is answered to its writer alone: nobody may make the shop write to crowds. */
export const maxCarriedCc = 10;

export interface RecipientWarning {
  code: "reply_to_used" | "reply_to_ignored" | "cc_left_out" | "newest_is_from_other" | "no_address";
  /** For the person who writes the answer. */
  message: string;
}

export interface Recipients {
  to: MailAddress[];
  cc: MailAddress[];
  /** Where the answer does not go to everybody one might expect. */
  warnings: RecipientWarning[];
}

export type Letter = Pick<Message, "from" | "replyTo" | "cc" | "senderVerified">;

/**
 * Whom an answer goes to: the writer of the letter answered, and those she copied in.
 *
 * Anybody can write any name and any Reply-To into a mail, so two things are kept out: an answer full of a customer's
 * orders that goes to somebody else, and a shop that mails strangers because a letter was copied to them.
 * @param letter the customer's letter, or null if there is none.
 * @param own the mailbox, lower-case.
 * @param emails of the customer, lower-case, the first one first.
 */
export function recipientsOf(letter: Letter | null, own: string, emails: readonly string[]): Recipients {
  const { to, warnings } = letter ? addressee(letter, own, emails) : { to: toFirst(emails), warnings: [] };
  if (!to || !isReachable(to.address)) {
    return nobody("This conversation has no address to answer to");
  }
  const others = letter ? peopleCopied(letter, [own, to.address]) : [];
  const reason = letter && others.length > 0 ? reasonToLeaveOut(letter, others) : null;
  if (reason === null) return { to: [to], cc: others, warnings };
  const message = `The letter was copied to ${others.length} others. This answer is not: ${reason}.`;
  return { to: [to], cc: [], warnings: [...warnings, { code: "cc_left_out", message }] };
}

/**
 * Whom a text goes to: one number. Carriers take no copies, so a group is not answered as one.
 * @param numbers of the customer, the first one first.
 */
export function textRecipientsOf(text: Pick<Message, "from" | "cc"> | null, numbers: readonly string[]): Recipients {
  const address = text?.from?.address ?? numbers[0];
  if (address === undefined) {
    return nobody("This conversation has no number to answer to");
  }
  if (!/^\+?\d{3,15}$/.test(address)) return nobody(`${address} is a name and no number: it cannot be answered`);
  const to = [{ address, name: "" }];
  const others = text?.cc.length ?? 0;
  if (others === 0) return { to, cc: [], warnings: [] };
  const message = `This was written to a group. The answer goes to ${address} alone.`;
  return { to, cc: [], warnings: [{ code: "cc_left_out", message }] };
}

/** Whom an answer in a chat goes to: who wrote there. */
export function chatRecipientsOf(said: Pick<Message, "from"> | null): Recipients {
  if (!said?.from) return nobody("Nobody has written in this chat");
  return { to: [said.from], cc: [], warnings: [] };
}

function nobody(message: string): Recipients {
  return { to: [], cc: [], warnings: [{ code: "no_address", message }] };
}

/** Who wrote it: in a shop's contact form, which comes from the shop's own address, the one to answer. */
export function writerOf({ from, replyTo }: Pick<Letter, "from" | "replyTo">, own: string): MailAddress | null {
  return replyTo && from?.address.toLowerCase() === own ? replyTo : from;
}

/** Reply-To is followed where it names the same organisation as From, and the provider does not doubt From itself. */
function addressee(
  letter: Letter,
  own: string,
  emails: readonly string[],
): Pick<Recipients, "warnings"> & { to: MailAddress | null } {
  const { replyTo, senderVerified } = letter;
  const writer = writerOf(letter, own);
  if (!writer || !replyTo?.address || isSame(writer, replyTo)) return { to: writer, warnings: [] };
  if (senderVerified === false || !isOfOneDomain(writer.address, replyTo.address)) {
    const message = `The letter asks for answers to ${replyTo.address}. This one goes to its sender, ${writer.address}: nothing shows that both are the same person.`;
    return { to: writer, warnings: [{ code: "reply_to_ignored", message }] };
  }
  if (emails.includes(replyTo.address.toLowerCase())) return { to: replyTo, warnings: [] };
  const message = `This answer goes to ${replyTo.address}, as the letter asks, and not to ${writer.address}.`;
  return { to: replyTo, warnings: [{ code: "reply_to_used", message }] };
}

function peopleCopied({ cc }: Letter, except: readonly string[]): MailAddress[] {
  const taken = new Set(except.map((address) => address.toLowerCase()));
  return cc.filter(({ address }) => {
    const key = address.toLowerCase();
    return isReachable(address) && !taken.has(key) && taken.add(key);
  });
}

function reasonToLeaveOut({ senderVerified }: Letter, others: readonly MailAddress[]): string | null {
  if (others.length > maxCarriedCc) return `more than ${maxCarriedCc} are not carried over`;
  return senderVerified === false ? "it is not certain that the letter comes from its sender" : null;
}

function toFirst([address]: readonly string[]): MailAddress | null {
  return address === undefined ? null : { address, name: "" };
}

/** `.invalid` stands for a sender that gave no address. Source: RFC 2606 */
function isReachable(address: string): boolean {
  return address !== "" && !/\.invalid$/i.test(address);
}

function isSame(a: MailAddress, b: MailAddress): boolean {
  return a.address.toLowerCase() === b.address.toLowerCase();
}

/** The same domain, or one below the other: mail.shop.example and shop.example. */
function isOfOneDomain(a: string, b: string): boolean {
  const [x, y] = [domainOf(a), domainOf(b)];
  return x.includes(".") && y.includes(".") && (x === y || x.endsWith(`.${y}`) || y.endsWith(`.${x}`));
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

const maxParticipants = 50;

/** Everybody who wrote or was openly written to, the newest first, without the mailbox itself. */
export function participantsOf(envelopes: readonly Pick<Message, "from" | "to" | "cc">[], own: string): MailAddress[] {
  const taken = new Set([own]);
  return envelopes
    .flatMap(({ from, to, cc }) => [...(from ? [from] : []), ...to, ...cc])
    .filter(({ address }) => {
      const key = address.toLowerCase();
      return isReachable(address) && !taken.has(key) && taken.add(key);
    })
    .slice(0, maxParticipants);
}
