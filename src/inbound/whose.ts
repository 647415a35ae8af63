import type { Integration, MessageFact } from "../integrations/contract.ts";

const nobody = "unknown@sender.invalid";

/**
 * Whose conversation a message belongs to: the one who wrote to the shop, or the one the shop wrote to. A mail
 * without a usable sender still gets a customer, so that a person sees it.
 */
export function customerOf(fact: MessageFact, channel: Integration["channel"]) {
  const other = fact.direction === "inbound" ? writerOf(fact) : fact.to[0];
  const { address, name } = other?.address ? other : { address: nobody, name: "Unknown sender" };
  const kind = (channel === "sms" || channel === "voice") && other?.address ? "phone" : "email";
  return { kind, value: address, name: name || address } as const;
}

/** A shop's contact form mails the shop from its own address and names the shopper as the one to answer. */
export function isContactForm({ automatic, replyTo }: Pick<MessageFact, "automatic" | "replyTo">): boolean {
  return automatic === "own-address" && replyTo !== null;
}

function writerOf(fact: MessageFact) {
  return isContactForm(fact) ? fact.replyTo : fact.from;
}
