import type { Conversation, Message } from "../domain/conversations/index.ts";

/**
 * Who alone reads an answer: of a chat the visitor whose message it answers, by her number. She may be anybody, whoever
 * people have found her to be. Null: it goes to the customer.
 */
export function readerOf(
  { channel }: Pick<Conversation, "channel">,
  answered: Pick<Message, "from" | "senderVerified"> | undefined,
): string | null {
  if (channel !== "chat" || answered?.senderVerified === true) return null;
  // Whose message it answers is not known: nobody's words are hers.
  return answered?.from?.address ?? "";
}

/** A visitor what she and the shop wrote to each other; what stands beside it since chats were merged is not for her. */
export function mayRead(reader: string | null, { kind, from, to }: Pick<Message, "kind" | "from" | "to">): boolean {
  return reader === null || (reader !== "" && (kind === "customer" ? from : to[0])?.address === reader);
}
