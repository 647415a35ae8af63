import { AppError } from "../../platform/errors.ts";
import type { MailAddress } from "./tables.ts";

/** Whom the author names herself; what is absent is decided as usual. */
export interface NamedRecipients {
  to?: readonly MailAddress[];
  cc?: readonly MailAddress[];
  bcc?: readonly MailAddress[];
}

export interface AllRecipients {
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
}

/** Of one reply, together: a shop's mailbox is no mailing list. */
export const maxRecipients = 50;

/**
 * What the author named in place of what was decided, each address once: in To before Cc before Bcc.
 *
 * @param own the mailbox, lower-case.
 * @throws AppError("invalid_input") without anybody in To, for too many, and for the mailbox itself.
 */
export function withNamed(named: NamedRecipients, usual: Omit<AllRecipients, "bcc">, own: string): AllRecipients {
  const taken = new Set<string>();
  const fresh = (people: readonly MailAddress[]) =>
    people.map(plain).filter(({ address }) => {
      const key = address.toLowerCase();
      return !taken.has(key) && taken.add(key);
    });
  const [to, cc, bcc] = [fresh(named.to ?? usual.to), fresh(named.cc ?? usual.cc), fresh(named.bcc ?? [])];
  if (to.length === 0) throw new AppError("invalid_input", "Name at least one person in `to`");
  if (taken.has(own)) throw new AppError("invalid_input", `${own} is the mailbox itself: it cannot be written to`);
  if (taken.size > maxRecipients) {
    throw new AppError("invalid_input", `A reply goes to ${maxRecipients} people at most, copies included`);
  }
  return { to, cc, bcc };
}

/** A name is shown and written into a header: on one line, without signs that change how the rest is read. */
function plain({ address, name }: MailAddress): MailAddress {
  return {
    address: address.trim(),
    name: name
      .replace(/[\p{Cc}\p{Cf}]/gu, " ")
      .replace(/\s+/g, " ")
      .trim(),
  };
}
