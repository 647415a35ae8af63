import { now } from "../../platform/clock.ts";
import { fillInCannedReply } from "../canned/index.ts";
import { newestMessageId, reply } from "../conversations/index.ts";
import { getCustomer } from "../customers/index.ts";
import type { TxContext } from "../events/index.ts";
import { mostRepliesInADay, type StepResult } from "./decisions.ts";
import { lastLetter, lockRepliesTo, repliesLately } from "./queries.ts";
import type { Situation } from "./run-rules.ts";
import type { RuleStep } from "./steps.ts";

const held = (reason: string, message: string) => ({ outcome: "held" as const, reason, message });

/**
 * Sends a canned reply by itself: to a person who wrote, at her own address, and not often. Two machines that answer each
 * other would do so for ever, and what is sent to whom never asked for it makes a mail relay of the shop.
 */
export async function replyByRule(
  tx: TxContext,
  { cannedReplyId }: Extract<RuleStep, { type: "reply" }>,
  { conversation, message }: Situation,
): Promise<Omit<StepResult, "type">> {
  const reason = await whyNot(tx, { conversation, message });
  if (reason) return reason;
  const { id: conversationId } = conversation;
  const { text, missing } = await fillInCannedReply(tx, { cannedReplyId, conversationId });
  if (missing.length > 0) return held("missing_values", `Nothing is known to fill in: ${missing.join(", ")}`);
  // A macro's own steps are for people, who look at them first: what a rule does stands in the rule.
  if (text.trim() === "") return held("no_text", "The canned reply has no text to send");
  const lastSeenMessageId = await newestMessageId(tx, conversationId);
  const { id: messageId } = await reply(tx, { conversationId, body: text, lastSeenMessageId });
  return { outcome: "done", messageId };
}

async function whyNot(tx: TxContext, { conversation, message }: Pick<Situation, "conversation" | "message">) {
  if (conversation.folder === "spam" || conversation.folder === "trash") {
    return held("hidden", "The conversation is in spam or in the trash");
  }
  if (message?.automatic) return held("automatic_message", "The message was written by a machine");
  const last = await lastLetter(tx, conversation.id);
  if (!last) return held("nothing_to_answer", "The customer wrote nothing that a person would answer");
  if (last.author.id !== conversation.customerId)
    return held("somebody_else", "The newest letter is not the customer's");
  if (last.senderVerified === false) return held("unverified_sender", "The letter may not be from its sender");
  if (last.replyTo && !(await isHers(tx, conversation.customerId, last.replyTo.address))) {
    return held("other_address", "The letter asks for answers at an address that is not known to be hers");
  }
  await lockRepliesTo(tx, conversation.customerId);
  const { here, toHer } = await repliesLately(tx, conversation, now());
  if (here > 0) return held("replied_lately", "A rule replied here within the last hour");
  return toHer >= mostRepliesInADay ? held("replied_often", "Rules wrote to her often enough today") : null;
}

async function isHers(tx: TxContext, customerId: string, address: string): Promise<boolean> {
  const { identities } = await getCustomer(tx, customerId);
  return identities.some(({ kind, value }) => kind === "email" && value === address.trim().toLowerCase());
}
