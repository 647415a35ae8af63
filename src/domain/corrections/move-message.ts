import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import {
  type Conversation,
  getMessage,
  lockArrangement,
  mergedAway,
  type PlacedMessage,
} from "../conversations/index.ts";
import type { Context } from "../workspaces/index.ts";
import { correcting, mergedAmong, others, writeDown } from "./correcting.ts";
import { type Kept, keptOf, replay, waitingIn } from "./kept.ts";
import { rearrange, settle } from "./rearrange.ts";
import type { Correction } from "./tables.ts";

/**
 * Puts one message into another conversation, at its time. Answers to it go there. A letter that waits for an answer
 * opens that conversation.
 *
 * @throws AppError("invalid_input") when it is there already, or across channels; AppError("conflict") when it is the
 *   only one of its conversation (`details.reason` "left_empty"), or a conversation was merged ("merged"); NotFound.
 */
export async function moveMessage(
  ctx: Context,
  { messageId, conversationId }: { messageId: string; conversationId: string },
): Promise<Correction> {
  const asked = await getMessage({ ...ctx, permissions: "all" }, messageId);
  return correcting(ctx, [asked.conversationId, conversationId], async (tx) => {
    // Only corrections move a message, and this is the one that runs.
    const { conversationId: fromId } = await getMessage(tx, messageId);
    const locked = await lockArrangement(tx, [fromId, conversationId]);
    const [from, to] = [locked.get(fromId)!, locked.get(conversationId)!];
    refuseMove(from, to);
    const id = newId();
    const { messages, clientIds } = await rearrange(tx, locked, () => ({
      whither: (message) =>
        message.id === messageId ? { ...message, conversationId, movedBy: [...message.movedBy, id] } : message,
      mayBeEmpty: mergedAmong(locked),
    }));
    const [fromBefore, toBefore] = [keptOf(from), keptOf(to)];
    const moved = messages.find((message) => message.id === messageId)!;
    const decided = new Map([[to.id, withMessage(toBefore, moved, fromBefore)]]);
    const settled = await settle(tx, locked, messages, { decided, mergedInto: new Map() });
    const correction = await writeDown(tx, {
      id,
      kind: "move",
      fromConversationId: from.id,
      toConversationId: to.id,
      messageIds: [messageId],
      messageCount: 1,
      changes: [
        { conversationId: from.id, before: fromBefore, after: settled.get(from.id)!, tagIds: [], followerIds: [] },
        { conversationId: to.id, before: toBefore, after: settled.get(to.id)!, tagIds: [], followerIds: [] },
      ],
      clientIds,
    });
    const data = { messageId, conversationId, fromConversationId: from.id, correctionId: id };
    tx.emit({ name: "message.moved", data: { ...data, ...others(locked, data) } });
    return correction;
  });
}

function refuseMove(from: Conversation, to: Conversation): void {
  if (from.id === to.id) throw new AppError("invalid_input", "The message is in this conversation already");
  if (to.mergedIntoId !== null) throw mergedAway(to.mergedIntoId);
  if (from.channel === to.channel) return;
  throw new AppError(
    "invalid_input",
    `A message by ${from.channel} cannot be moved to a conversation by ${to.channel}`,
  );
}

/** It waits there if it waited where it was. */
function withMessage(kept: Kept, message: PlacedMessage, source: Kept): Kept {
  const waits = source.waitingSince !== null && message.sentAt >= source.waitingSince && waitingIn([message]) !== null;
  if (!waits) return kept;
  const waitingSince = kept.waitingSince && kept.waitingSince < message.sentAt ? kept.waitingSince : message.sentAt;
  return { ...replay(kept, [message]), waitingSince };
}
