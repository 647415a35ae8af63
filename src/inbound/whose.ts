import type { MessageFact } from "../integrations/contract.ts";

const nobody = "unknown@sender.invalid";

/**
 * Whose conversation a message belongs to: the one who wrote to the shop, or the one the shop wrote to. A mail
 * without a usable sender still gets a customer, so that a person sees it.
 */
export function customerOf(fact: Pick<MessageFact, "direction" | "from" | "replyTo" | "to">) {
  const other = fact.direction === "inbound" ? fact.from : fact.to[0];
  const { address, name } = other?.address ? other : { address: nobody, name: "Unknown sender" };
  return { kind: "email", value: address, name: name || address } as const;
}
