import { getRun, isOutreach, lastWord, type Run, whyRunOver } from "../domain/automation/index.ts";
import { readWish, refusalOf } from "../domain/consent/index.ts";
import { type Conversation, getConversation, type Message } from "../domain/conversations/index.ts";
import { getCustomer } from "../domain/customers/index.ts";
import { readTogether } from "../domain/events/index.ts";
import { findAiStop, stoppedMessage } from "../domain/tool-switches/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { NoDraft, overtaken } from "./no-draft.ts";
import { occasions } from "./occasions.ts";

/**
 * Looks whether a run's answer is still wanted. The customer of the conversation must be the one who asks, as far as
 * the provider could find out, and the one who is answered: nobody else must be told of her orders.
 *
 * @throws NoDraft that says why not.
 */
export async function refuseUnwanted(ctx: Context, run: Run): Promise<Conversation> {
  const [{ finishedAt }, stop, conversation, last] = await readTogether(ctx, (reading) =>
    Promise.all([
      getRun(reading, run.id),
      findAiStop(reading),
      getConversation(reading, run.conversationId),
      lastWord(reading, run.conversationId),
    ]),
  );
  if (finishedAt) throw new NoDraft("superseded", "A person stopped it");
  if (stop) throw new NoDraft("skipped", stoppedMessage(stop));
  const mayBeClosed = isOutreach(run.because) && conversation.folder === "closed";
  if (conversation.folder !== "open" && !mayBeClosed)
    throw new NoDraft("skipped", `The conversation is not open: ${conversation.folder}`);
  if (!last) throw new NoDraft("skipped", "The message was written by a machine");
  if (last.id !== run.lastMessageId) {
    throw new NoDraft(
      "superseded",
      last.kind === "reply" ? "Somebody has answered already" : "The customer wrote again; the new message has its run",
    );
  }
  if (run.because?.kind === "silence" && run.because.id !== last.id)
    throw new NoDraft("superseded", "The conversation went on");
  const over = await whyRunOver(ctx, { because: run.because, customerId: conversation.customerId });
  if (over) throw overtaken(over);
  // It tells her what came of something, or reminds her: it answers nobody.
  if (run.because !== null && last.kind === "reply") {
    const addresses = last.to.map(({ address }) => address);
    await refuseOptedOut(ctx, conversation, addresses, isAdvertising(run));
    return conversation;
  }
  if (last.author.id !== conversation.customerId) {
    throw new NoDraft("skipped", "The newest message is from somebody else than the customer of this conversation");
  }
  if (last.senderVerified === false) {
    throw new NoDraft("skipped", "The newest message could not be verified as coming from its sender");
  }
  await refuseUnreachable(ctx, conversation, last, isAdvertising(run));
  if (last.replyTo && !(await isHers(ctx, conversation, last.replyTo.address))) {
    throw new NoDraft("skipped", "The newest message asks for the answer to be sent to another address");
  }
  return conversation;
}

/** Nothing may be sent to who has opted out, and HELP is answered by the carrier. */
async function refuseUnreachable(
  ctx: Context,
  conversation: Conversation,
  { text, from }: Pick<Message, "text" | "from">,
  promotional: boolean,
): Promise<void> {
  const { channel } = conversation;
  if (channel === "sms" && readWish(text)?.kind === "help") {
    throw new NoDraft("skipped", "The customer wrote HELP, which the carrier answers by itself");
  }
  await refuseOptedOut(ctx, conversation, from ? [from.address] : [], promotional);
}

async function refuseOptedOut(
  ctx: Context,
  { channel }: Conversation,
  addresses: string[],
  promotional: boolean,
): Promise<void> {
  const refusal = await refusalOf(ctx, { channel, addresses, promotional });
  // An hour at which it may not go out is no reason not to write it.
  if (!refusal || refusal.reason === "quiet_hours") return;
  const why = refusal.reason === "no_consent" ? "has not agreed to advertising on" : "has opted out of";
  throw new NoDraft("skipped", `The customer ${why} this channel`);
}

function isAdvertising({ because }: Run): boolean {
  return isOutreach(because) && occasions[because.kind].isAdvertising;
}

async function isHers(ctx: Context, { customerId }: Conversation, address: string): Promise<boolean> {
  const { identities } = await getCustomer(ctx, customerId);
  return identities.some(({ kind, value }) => kind === "email" && value === address.trim().toLowerCase());
}
