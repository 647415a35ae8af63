import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import {
  type Conversation,
  lockArrangement,
  mergedAway,
  openApart,
  type PlacedMessage,
  placesOf,
} from "../conversations/index.ts";
import { survivorOf } from "../customers/index.ts";
import type { TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { correcting, mergedAmong, others, writeDown } from "./correcting.ts";
import { keptOf, waitingIn } from "./kept.ts";
import { rearrange, settle } from "./rearrange.ts";
import type { Correction } from "./tables.ts";

export const mostSplitOff = 500;

/**
 * Puts messages of a conversation into a new one, which goes on in the same thread at the provider. It is the customer's
 * who wrote the first of them. Answers to these messages come to the new one.
 *
 * @returns with `toConversationId`: the new one.
 * @throws AppError("invalid_input") for messages that are not in the conversation, or all there are;
 *   AppError("conflict") when it was merged; NotFound.
 */
export async function splitConversation(
  ctx: Context,
  { conversationId, messageIds }: { conversationId: string; messageIds: readonly string[] },
): Promise<Correction> {
  return correcting(ctx, [conversationId], async (tx) => {
    const locked = await lockArrangement(tx, [conversationId]);
    const from = locked.get(conversationId)!;
    if (from.mergedIntoId !== null) throw mergedAway(from.mergedIntoId);
    const chosen = await chooseMessages(tx, conversationId, messageIds);
    const to = await openFor(tx, from, chosen);
    const merged = mergedAmong(locked);
    locked.set(to.id, to);
    const id = newId();
    const apart = new Set(chosen.map((message) => message.id));
    const { messages, clientIds } = await rearrange(tx, locked, () => ({
      whither: (message) =>
        apart.has(message.id) ? { ...message, conversationId: to.id, movedBy: [...message.movedBy, id] } : message,
      mayBeEmpty: merged,
    }));
    const before = keptOf(from);
    const waitingSince = before.waitingSince && waitingIn(chosen);
    const decided = new Map([[to.id, { ...keptOf(to), waitingSince }]]);
    const settled = await settle(tx, locked, messages, { decided, mergedInto: new Map() });
    const correction = await writeDown(tx, {
      id,
      kind: "split",
      fromConversationId: from.id,
      toConversationId: to.id,
      messageIds: [...apart],
      messageCount: apart.size,
      changes: [{ conversationId: from.id, before, after: settled.get(from.id)!, tagIds: [], followerIds: [] }],
      clientIds,
    });
    const data = { conversationId, newConversationId: to.id, correctionId: id };
    tx.emit({ name: "conversation.split", data: { ...data, ...others(locked, data) } });
    return correction;
  });
}

async function chooseMessages(
  tx: TxContext,
  conversationId: string,
  messageIds: readonly string[],
): Promise<PlacedMessage[]> {
  const wanted = new Set(messageIds);
  const all = (await placesOf(tx, [conversationId])).filter((one) => one.conversationId === conversationId);
  const chosen = all.filter(({ id }) => wanted.has(id));
  if (chosen.length < wanted.size) {
    throw new AppError("invalid_input", "`messageIds` names messages that are not in this conversation: read it again");
  }
  if (chosen.length === all.length) {
    throw new AppError("invalid_input", "These are all messages of the conversation: leave at least one of them");
  }
  return chosen;
}

async function openFor(tx: TxContext, from: Conversation, chosen: readonly PlacedMessage[]): Promise<Conversation> {
  const writer = chosen.find(({ customerId }) => customerId !== null)?.customerId;
  const subject = chosen.find((message) => message.subject !== "")?.subject ?? from.subject;
  const customerId = writer ? await survivorOf(tx, writer) : from.customerId;
  return openApart(tx, from, { customerId, subject });
}
