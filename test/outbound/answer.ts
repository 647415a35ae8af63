import { listMessages, type Message, reply } from "../../src/domain/conversations/index.ts";
import { aMailboxShop } from "../inbound/mailbox-shop.ts";
import { mia, question, sandbox } from "../sandbox/shop-mailbox.ts";

/** A shop whose answer to Mia is queued, with its parts turned by hand. */
export async function anAnswer() {
  const shop = await aMailboxShop();
  const subject = "Where is my order?";
  await question(subject);
  const sync = async () => {
    await shop.pull();
    await shop.ingest();
  };
  await sync();
  const { row } = await shop.conversation(subject);
  const conversationId = row.id;
  const newest = async () => (await listMessages(shop.agent, { conversationId, limit: 1 }))[0]!;
  const answer = async (body: string): Promise<Message> =>
    reply(shop.agent, { conversationId, body, lastSeenMessageId: (await newest()).id });
  const { id: messageId } = await answer("On its way!");
  return { ...shop, conversationId, messageId, newest, answer, sync };
}

/** What Mia finds in her mailbox besides her own mail. */
export const receivedByMia = () =>
  sandbox.state.mail
    .threads(mia)
    .flatMap((thread) => thread.messages)
    .filter((mail) => !mail.isOwn);
