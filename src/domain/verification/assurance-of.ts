import { type Conversation, listMessages, type MessageWithAttachments } from "../conversations/index.ts";
import { type CustomerWithIdentities, getCustomer } from "../customers/index.ts";
import type { Assurance } from "../tool-switches/index.ts";
import type { Context } from "../workspaces/index.ts";
import { verifiedUntilOf } from "./queries.ts";
import { assuranceOfMessage, leastOf } from "./rules.ts";

/** Older ones than these are not looked at: a longer burst is nobody's who has proved anything. */
const mostMessages = 50;

interface SeenAlready {
  /** Newest first. */
  messages: readonly MessageWithAttachments[];
  customer: CustomerWithIdentities;
}

/**
 * How sure we are that what is to be answered was written by the customer of the conversation: as sure as of the least
 * certain message since the shop's last answer, as all of them are read together.
 * @param seen what the caller has read of it already.
 * @param upTo a past message to be answered: what came after it does not count.
 */
export async function assuranceOf(
  ctx: Context,
  conversation: Conversation,
  { upTo, seen }: { upTo?: string; seen?: SeenAlready } = {},
): Promise<Assurance> {
  const { id: conversationId, customerId } = conversation;
  const [newest, { identities }, verifiedUntil] = await Promise.all([
    seen?.messages.slice(0, mostMessages) ?? listMessages(ctx, { conversationId, limit: mostMessages }),
    seen?.customer ?? getCustomer(ctx, customerId),
    verifiedUntilOf(ctx, conversation),
  ]);
  // A visitor's number is no address: whoever it was, people have merely filed her chat here.
  const known = identities.filter(({ kind }) => kind !== "chat");
  const addresses = new Set(known.map(({ value }) => value.toLowerCase()));
  return leastOf(
    unanswered(writtenBy(newest, upTo)).map((message) =>
      assuranceOfMessage(message, conversation, addresses, verifiedUntil),
    ),
  );
}

/** None where the message is too far back. */
function writtenBy(newest: readonly MessageWithAttachments[], upTo: string | undefined) {
  const last = upTo === undefined ? 0 : newest.findIndex(({ id }) => id === upTo);
  return last === -1 ? [] : newest.slice(last);
}

/** What the customer's side wrote since the shop's last answer; where she has not answered yet, what that answered. */
function unanswered(newest: readonly MessageWithAttachments[]): MessageWithAttachments[] {
  const meant = newest.filter(({ kind, automatic }) => kind !== "note" && automatic === null);
  const written = meant.slice(meant.findIndex(({ kind }) => kind === "customer"));
  const answered = written.findIndex(({ kind }) => kind === "reply");
  return answered === -1 ? written : written.slice(0, answered);
}
