import { AppError } from "../../platform/errors.ts";
import { cancelWaitingRuns, dropDraft } from "../automation/index.ts";
import {
  type Conversation,
  type Place,
  type PlacedMessage,
  placeMessages,
  placesOf,
  refreshConversation,
} from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import { trimReading } from "../involvement/index.ts";
import { announceKept } from "./announce-kept.ts";
import { isSameKept, type Kept, keptOf, stillWaiting } from "./kept.ts";
import { type Goal, order } from "./order.ts";

/** Where a message goes, and where it belongs from now on. */
export type Whither = (message: PlacedMessage) => Pick<Goal, "conversationId" | "homeConversationId" | "movedBy">;

export interface Plan {
  whither: Whither;
  /** Those that stand empty from now on: merged ones. */
  mayBeEmpty: ReadonlySet<string>;
  /** Keys of authors that were set aside before. */
  returning?: Record<string, string>;
}

export interface Rearranged {
  /** Every message of the conversations, by its new place, in order. */
  messages: PlacedMessage[];
  /** The same, by the place it had. */
  before: PlacedMessage[];
  /** How many went from one conversation to another. */
  movedCount: number;
  /** Keys of authors that could not go along: the other conversation has them too. */
  clientIds: Record<string, string>;
}

/**
 * Puts the messages of locked conversations where they go, all or none, and ends what the AI was about to say in them:
 * it had read something else.
 *
 * @param refuse says why, when a conversation would be left without a message.
 */
export async function rearrange(
  tx: TxContext,
  conversations: ReadonlyMap<string, Conversation>,
  planFor: (messages: readonly PlacedMessage[]) => Plan | Promise<Plan>,
  refuse: (conversationId: string, messages: readonly PlacedMessage[]) => Promise<never> = refuseEmpty,
): Promise<Rearranged> {
  const ids = [...conversations.keys()];
  const all = await placesOf(tx, ids);
  const { whither, mayBeEmpty, returning = {} } = await planFor(all);
  // What belongs to one of them and stands in none is only counted: it says that something is away.
  const goals = all.map((message) => ({
    message,
    ...(conversations.has(message.conversationId) ? whither(message) : message),
  }));
  const places = order(ids, goals);
  const filled = new Set(places.map(({ conversationId }) => conversationId));
  const emptied = ids.find((id) => !filled.has(id) && !mayBeEmpty.has(id));
  if (emptied !== undefined) await refuse(emptied, all);
  for (const id of ids) await quieten(tx, id, conversations.get(id)!);
  const before = new Map(all.map((message) => [message.id, message]));
  const clientIds = settleClientIds(places, returning);
  await placeMessages(
    tx,
    places.filter((place) => !isWhereItWas(place, before.get(place.id)!)),
  );
  const messages = places.map((place) => ({ ...before.get(place.id)!, ...place }));
  const moved = messages.filter(({ id, conversationId }) => before.get(id)!.conversationId !== conversationId);
  return { messages, before: all, movedCount: moved.length, clientIds };
}

/**
 * Writes what became of the conversations, and announces what differs from before.
 * @param decided what they become; the others stay as they were.
 * @param mergedInto where merged ones are read; null: no longer merged.
 * @returns what they became.
 */
export async function settle(
  tx: TxContext,
  conversations: ReadonlyMap<string, Conversation>,
  messages: readonly PlacedMessage[],
  { decided, mergedInto }: { decided: ReadonlyMap<string, Kept>; mergedInto: ReadonlyMap<string, string | null> },
): Promise<Map<string, Kept>> {
  const settled = new Map<string, Kept>();
  for (const [id, conversation] of conversations) {
    const before = keptOf(conversation);
    const wanted = decided.get(id) ?? before;
    const own = messages.filter(({ conversationId }) => conversationId === id);
    const after = own.length === 0 ? wanted : { ...wanted, waitingSince: stillWaiting(wanted, own) };
    const into = mergedInto.get(id);
    await refreshConversation(tx, id, { ...after, ...(into !== undefined && { mergedIntoId: into }) });
    if (!isSameKept(before, after)) announceKept(tx, id, before, after);
    settled.set(id, after);
  }
  await trimReading(tx, [...conversations.keys()]);
  return settled;
}

async function quieten(tx: TxContext, conversationId: string, { mergedIntoId }: Conversation): Promise<void> {
  if (mergedIntoId !== null) return;
  await dropDraft(tx, conversationId);
  await cancelWaitingRuns(tx, { conversationId, reason: "Messages were merged, split or moved" });
}

async function refuseEmpty(conversationId: string): Promise<never> {
  throw new AppError("conflict", "This would leave a conversation without a message: merge the two instead", {
    details: { reason: "left_empty", conversationId },
  });
}

/** A key stands once in a conversation: whoever was there keeps it. */
function settleClientIds(places: Place[], returning: Record<string, string>): Record<string, string> {
  const taken = new Set<string>();
  const aside: Record<string, string> = {};
  const stays = (place: Place) => (place.conversationId === place.homeConversationId ? 0 : 1);
  for (const place of places.toSorted((a, b) => stays(a) - stays(b))) {
    const key = place.clientMessageId ?? returning[place.id];
    if (key === undefined) continue;
    const slot = `${place.conversationId} ${key}`;
    if (taken.has(slot)) aside[place.id] = key;
    place.clientMessageId = taken.has(slot) ? null : key;
    taken.add(slot);
  }
  return aside;
}

function isWhereItWas(place: Place, before: PlacedMessage): boolean {
  return (
    place.conversationId === before.conversationId &&
    place.position === before.position &&
    place.homeConversationId === before.homeConversationId &&
    place.homePosition === before.homePosition &&
    place.clientMessageId === before.clientMessageId &&
    place.movedBy.join() === before.movedBy.join()
  );
}
