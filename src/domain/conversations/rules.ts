import type { MailAddress } from "./tables.ts";

const previewLength = 140;

/** The first words of a message, on one line. */
export function previewOf(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= previewLength ? line : `${line.slice(0, previewLength - 1)}…`;
}

/** "Re: " once, whatever the language's reply prefix was. */
export function replySubject(subject: string): string {
  const bare = subject.replace(/^(\s*(re|aw|sv|vs|antw|ref|odp|r)\s*(\[\d+\])?\s*:\s*)+/i, "").trim();
  return `Re: ${bare || "your message"}`;
}

/** Whom an answer goes to: everyone the customer wrote to stays in copy, the shop's own mailbox does not. */
export function recipientsOf(
  last: { from: MailAddress | null; replyTo: MailAddress | null; cc: MailAddress[] },
  ownAddress: string,
): { to: MailAddress[]; cc: MailAddress[] } {
  const answerable = last.replyTo ?? last.from;
  const to = answerable?.address ? [answerable] : [];
  const taken = new Set([ownAddress.toLowerCase(), ...to.map((a) => a.address.toLowerCase())]);
  return { to, cc: last.cc.filter((a) => !taken.has(a.address.toLowerCase())) };
}

/**
 * Delivery states only move forward: a late or repeated report changes nothing. `failed` may become `sent` when
 * reconciliation finds that the provider had accepted the message after all.
 */
const rank = { received: 9, queued: 1, sending: 2, failed: 3, sent: 4 } as const;
export function mayBecome(from: keyof typeof rank, to: keyof typeof rank): boolean {
  return rank[to] > rank[from];
}
