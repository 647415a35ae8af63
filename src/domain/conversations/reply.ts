import { AppError } from "../../platform/errors.ts";
import { allow, authorOf } from "../access/index.ts";
import { takeDraft } from "../automation/index.ts";
import { getConnection } from "../connections/index.ts";
import { refuseUnwanted } from "../consent/index.ts";
import { clearDraft } from "../drafts/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { startFollowing } from "../involvement/index.ts";
import { refuseFiles, refuseLongText } from "../texts/index.ts";
import { listUploads } from "../uploads/index.ts";
import type { Context } from "../workspaces/index.ts";
import { attach } from "./attachments.ts";
import { type AllRecipients, type NamedRecipients, withNamed } from "./explicit-recipients.ts";
import { latestCorrespondence, lockConversation } from "./queries.ts";
import { chooseRecipients } from "./recipients.ts";
import { refuseStale, type Seen } from "./refuse-stale.ts";
import { replySubject } from "./rules.ts";
import type { Author, Conversation, Message } from "./tables.ts";
import { findByClientId, writeMessage } from "./write-message.ts";

export interface Reply extends NamedRecipients, Seen {
  conversationId: string;
  /** Plain text. */
  body: string;
  /** The author's own key: repeating the call returns the first message. */
  clientMessageId?: string;
  /** The draft this reply was made from. */
  draftId?: string;
  /** Files the author uploaded, in the order they are shown. */
  attachmentIds?: readonly string[];
  /** It is to sell something, and takes the customer's consent to that. */
  promotional?: boolean;
}

interface Accepted extends AllRecipients {
  /** The letter it answers; null when the customer wrote none. */
  answered: Message | null;
  /** It says so, or was made from a draft that is. */
  promotional: boolean;
}

/** Over what something written leaves a conversation that is not written in: a call's. */
export interface Way {
  channel: "email" | "sms";
  connectionId: string;
  from: string;
  subject: string;
}

/** A reply that may be sent. */
export interface ReadyReply extends AllRecipients {
  /** Default: a new one. */
  id?: string;
  author: Author;
  via: string;
  body: string;
  clientMessageId?: string;
  attachmentIds: readonly string[];
  promotional?: boolean;
  /** Why it answers nobody, where a machine sends it for itself. Of a rule: it is one. */
  automatic?: "code" | "survey";
  /** Where its files wait. Default ready. */
  uploads?: "ready" | "reserved";
  /** Looked up when it is absent. */
  answered?: Message | null;
  /** Default: the conversation's own channel, behind what it answers. */
  over?: Way;
}

/**
 * Answers the customer on the conversation's own channel: the message is queued here and sent by a job. Whatever the
 * reply was made from, it uses up the conversation's draft.
 *
 * @throws AppError("conflict") when the customer or the shop wrote something the author has not seen
 *   (`details.reason` "newer_messages"; `details.messages` says what, so that she can look and decide), or the draft
 *   it was made from is no longer the conversation's ("draft_changed"), or what it was written for is over ("overtaken").
 */
export async function reply(ctx: Context, input: Reply): Promise<Message> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const conversation = await lockConversation(tx, input.conversationId);
    const before = await findByClientId(tx, conversation.id, input.clientMessageId);
    if (before) return before;
    const accepted = await acceptReply(tx, conversation, input);
    const { body, clientMessageId, attachmentIds = [] } = input;
    return queueReply(tx, conversation, {
      ...{ ...accepted, body, attachmentIds, via: viaOf(tx), author: await authorOf(tx) },
      ...(clientMessageId !== undefined && { clientMessageId }),
    });
  });
}

/**
 * Checks that a reply may be sent now, decides whom it goes to, and uses up what it was made from. Its author follows
 * from now on. The caller holds the conversation's lock.
 * @throws as `reply` does.
 */
export async function acceptReply(tx: TxContext, conversation: Conversation, input: Reply): Promise<Accepted> {
  await refuseStale(tx, conversation.id, input);
  if (conversation.channel === "sms") await refuseNoText(tx, input);
  if (conversation.channel === "chat") refuseNoChat(input);
  if (conversation.channel === "voice") {
    throw new AppError("conflict", "A call is not answered in writing: call her, or write a note", {
      details: { reason: "not_in_writing" },
    });
  }
  const { to, cc, answered, warnings } = await chooseRecipients(tx, conversation);
  const { account } = await getConnection(tx, answered?.connectionId ?? conversation.connectionId);
  const { to: toNamed, cc: ccNamed, bcc: bccNamed } = input;
  const isNamed = (toNamed ?? ccNamed ?? bccNamed) !== undefined;
  if (!isNamed && to.length === 0) throw new AppError("invalid_input", warnings[0]!.message);
  const recipients = isNamed ? withNamed(input, { to, cc }, account) : { to, cc, bcc: [] };
  await clearDraft(tx, { conversationId: conversation.id, kind: "reply" });
  // What a rule sends says that the letter came: the answer a person or the AI has begun is still wanted.
  const isOfDraft = tx.actor.type !== "rule" && (await consumeDraft(tx, conversation, input));
  if (tx.actor.type === "member") {
    const { id: conversationId, customerMessageCount: seenCount } = conversation;
    await startFollowing(tx, { conversationId, memberId: tx.actor.id, seenCount });
  }
  return { ...recipients, answered, promotional: isOfDraft || input.promotional === true };
}

/**
 * Writes an accepted reply into its conversation, whose lock the caller holds, and announces it to be sent.
 * @throws AppError("conflict") when somebody it goes to does not want it, whoever wrote it.
 */
export async function queueReply(tx: TxContext, conversation: Conversation, ready: ReadyReply): Promise<Message> {
  const { promotional = false, over } = ready;
  const addresses = [...ready.to, ...ready.cc, ...ready.bcc].map(({ address }) => address);
  await refuseUnwanted(tx, { channel: over?.channel ?? conversation.channel, addresses, promotional });
  const before = over ? null : await continuedMessage(tx, conversation, ready);
  const connectionId = over?.connectionId ?? before?.connectionId ?? conversation.connectionId;
  const connection = await getConnection(tx, connectionId);
  const { id, via, author, to, cc, bcc, body, clientMessageId, attachmentIds, uploads } = ready;
  const automatic = ready.automatic ?? (via === "rule" ? "rule" : null);
  const message = await writeMessage(tx, conversation, {
    ...{ kind: "reply", state: "queued", via, author, to, cc, bcc: bcc.length > 0 ? bcc : null },
    from: {
      address: over?.from ?? ownAddress(conversation, before) ?? connection.account,
      name: connection.displayName,
    },
    // A provider's thread goes on under its own subject, whatever it was merged into.
    subject: over?.subject ?? subjectOf(conversation, before),
    text: body,
    inReplyTo: before?.rfcMessageId ?? null,
    references: before?.rfcMessageId ? [...before.references, before.rfcMessageId].slice(-30) : [],
    ...(automatic !== null && { automatic }),
    ...(promotional && { promotional }),
    ...(id !== undefined && { id }),
    ...(clientMessageId !== undefined && { clientMessageId }),
    ...(before && inThreadOf(before)),
    ...(over && { connectionId }),
  });
  await attach(tx, message.id, attachmentIds, uploads);
  tx.emit({ name: "message.queued", data: { conversationId: conversation.id, messageId: message.id } });
  return message;
}

/** Without a letter of the customer the thread goes on from our own last mail to her. */
async function continuedMessage(tx: TxContext, conversation: Conversation, { answered }: ReadyReply) {
  const letter = answered === undefined ? (await chooseRecipients(tx, conversation)).answered : answered;
  return letter ?? (await latestCorrespondence(tx, conversation.id, ["reply"]));
}

/** A text goes out from the number of the shop that the conversation is with. */
function ownAddress({ channel }: Conversation, before: Message | null): string | undefined {
  if (channel !== "sms" || before === null) return undefined;
  return before.kind === "customer" ? before.to[0]?.address : before.from?.address;
}

function subjectOf({ channel, subject }: Conversation, before: Message | null): string {
  if (channel === "sms" || channel === "chat") return "";
  return replySubject(before?.homeConversationId ? before.subject : subject);
}

/** @throws AppError("invalid_input") for what a text cannot carry. */
async function refuseNoText(tx: TxContext, { body, to, cc, bcc, attachmentIds = [] }: Reply): Promise<void> {
  refuseLongText(body);
  if ((to ?? cc ?? bcc) !== undefined) {
    throw new AppError("invalid_input", "A text goes to the customer of the conversation: leave out to, cc and bcc");
  }
  refuseFiles(await listUploads(tx, attachmentIds));
}

/** @throws AppError("invalid_input") for what a chat cannot carry. */
function refuseNoChat({ to, cc, bcc, attachmentIds = [] }: Reply): void {
  const isPlain = (to ?? cc ?? bcc) === undefined && attachmentIds.length === 0;
  if (isPlain) return;
  throw new AppError(
    "invalid_input",
    "A chat takes words alone, for who writes there: leave out to, cc, bcc and files",
  );
}

/** @returns whether it is made from a draft that is to sell something: its author need not say so again. */
async function consumeDraft(
  tx: TxContext,
  { id: conversationId, customerId }: Conversation,
  { body, draftId: madeFrom }: Reply,
): Promise<boolean> {
  const answer = { body, ...(madeFrom !== undefined && { madeFrom }) };
  const draft = await takeDraft(tx, { conversationId, customerId, answer });
  if (madeFrom === undefined) return false;
  if (draft?.id === madeFrom) return draft.promotional;
  const what = draft ? "The draft was replaced by a newer one" : "The draft was used or discarded";
  throw new AppError("conflict", `${what} since you read it: look again, then send`, {
    details: { reason: "draft_changed" },
  });
}

/** An answer goes out in the thread of what it answers, and stays with it whatever is merged, split or undone. */
function inThreadOf({ id, connectionId, homeConversationId, movedBy, placement }: Message) {
  const threadKey = placement?.threadKey;
  return {
    ...{ connectionId, homeConversationId, movedBy },
    placement: { by: "answer" as const, messageId: id, ...(threadKey !== undefined && { threadKey }) },
  };
}

export function viaOf(ctx: Context): string {
  return { member: "web", app: "api", ai: "ai", customer: "web", rule: "rule", system: "system" }[ctx.actor.type];
}
