import { and, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { getConnection } from "../connections/index.ts";
import { type Refusal, refusalOf } from "../consent/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { addressesOf, getConversation } from "./queries.ts";
import {
  chatRecipientsOf,
  participantsOf,
  type Recipients,
  recipientsOf,
  textRecipientsOf,
  writerOf,
} from "./recipient-rules.ts";
import { type Conversation, type MailAddress, type Message, messages } from "./tables.ts";

const envelopesRead = 50;

/** Whom an answer written now would go to, and who else has a part in the conversation. */
export async function previewRecipients(
  ctx: Context,
  conversationId: string,
): Promise<Recipients & { participants: MailAddress[]; refusal: Refusal | null }> {
  const conversation = await getConversation(ctx, conversationId);
  const { answered, ...recipients } = await chooseRecipients(ctx, conversation);
  const { account } = await getConnection(ctx, conversation.connectionId);
  const { to, cc } = recipients;
  const { channel } = conversation;
  const addresses = [...to, ...cc].map(({ address }) => address);
  const refusal = await refusalOf(ctx, { channel, addresses, promotional: false });
  const participants = participantsOf(await newestEnvelopes(ctx, conversationId), account);
  return { ...recipients, participants, refusal };
}

/** Those of the newest letters and answers; who got a blind copy is nobody's business. */
async function newestEnvelopes(ctx: Context, conversationId: string) {
  const { from, to, cc } = messages;
  return read(ctx, (q) =>
    q
      .select({ from, to, cc })
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, ctx.workspaceId),
          eq(messages.conversationId, conversationId),
          inArray(messages.kind, ["customer", "reply"]),
        ),
      )
      .orderBy(desc(messages.position))
      .limit(envelopesRead),
  );
}

/**
 * Decides whom an answer goes to: the customer the conversation belongs to, at the address of her newest letter. A
 * bounce, an auto-reply or somebody else's letter that stands in the conversation does not turn the answer away from
 * her; without a letter of hers it goes to her first address.
 *
 * @returns with `answered`: that letter, or null.
 */
export async function chooseRecipients(
  ctx: Context,
  conversation: Pick<Conversation, "id" | "customerId" | "connectionId" | "channel">,
): Promise<Recipients & { answered: Message | null }> {
  const { id, customerId, connectionId } = conversation;
  if (conversation.channel === "sms") return chooseForText(ctx, conversation);
  if (conversation.channel === "chat") return chooseForChat(ctx, conversation);
  const { account } = await getConnection(ctx, connectionId);
  const emails = await addressesOf(ctx, customerId, "email");
  const answered = await newestLetter(ctx, id, isWrittenBy(emails, account));
  // Merged from another mailbox, it is answered from there.
  const other = answered && answered.connectionId !== connectionId ? answered.connectionId : null;
  const own = other === null ? account : (await getConnection(ctx, other)).account;
  const newest = await newestLetter(ctx, id);
  const { to, cc, warnings } = recipientsOf(answered, own, emails);
  const writer = newest && newest.id !== answered?.id ? writerOf(newest, own)?.address : undefined;
  if (!writer || !to[0]) return { to, cc, warnings, answered };
  const message = `The newest letter is from ${writer}. This answer goes to ${to[0].address}.`;
  return { to, cc, warnings: [{ code: "newest_is_from_other", message }, ...warnings], answered };
}

/** A text is answered to the number it came from, if that is one of the customer's; else it goes to her first. */
async function chooseForText(
  ctx: Context,
  { id, customerId }: Pick<Conversation, "id" | "customerId">,
): Promise<Recipients & { answered: Message | null }> {
  const numbers = await addressesOf(ctx, customerId, "phone");
  const answered = numbers.length > 0 ? await newestLetter(ctx, id, isFrom(numbers)) : null;
  return { ...textRecipientsOf(answered, numbers), answered };
}

/** In a chat there is nobody but who wrote there last, in whichever of the chats that were merged. */
async function chooseForChat(
  ctx: Context,
  { id }: Pick<Conversation, "id">,
): Promise<Recipients & { answered: Message | null }> {
  const answered = await newestLetter(ctx, id);
  return { ...chatRecipientsOf(answered), answered };
}

/** Letters are what people wrote to the shop: not what machines answered. */
async function newestLetter(ctx: Context, conversationId: string, condition?: SQL): Promise<Message | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, ctx.workspaceId),
          eq(messages.conversationId, conversationId),
          eq(messages.kind, "customer"),
          isNull(messages.automatic),
          condition,
        ),
      )
      .orderBy(desc(messages.position))
      .limit(1),
  );
  return row ?? null;
}

function isFrom(numbers: readonly string[]): SQL {
  return inArray(sql`${messages.from} ->> 'address'`, [...numbers]);
}

/** The same as `writerOf`, for the database. */
function isWrittenBy(emails: readonly string[], own: string): SQL {
  const from = sql`lower(${messages.from} ->> 'address')`;
  const replyTo = sql`lower(${messages.replyTo} ->> 'address')`;
  return inArray(sql`case when ${from} = ${own} then coalesce(${replyTo}, ${from}) else ${from} end`, [...emails]);
}
