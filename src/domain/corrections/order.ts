import type { Place, PlacedMessage } from "../conversations/index.ts";

/** A message and where it goes; it may be where it stands. */
export interface Goal {
  message: PlacedMessage;
  conversationId: string;
  homeConversationId: string;
  movedBy: string[];
}

/**
 * Numbers the messages of each conversation anew after some of them go elsewhere.
 *
 * Messages of one home keep their order, and those of several are read by time, like the letters of two envelopes laid
 * together. While something foreign stands in a conversation, or something of its own elsewhere, it is counted through
 * from 1, and its own messages remember their old positions; once everything is back these hold again, and what came
 * since stands where it would have come.
 *
 * @param goals of all messages that stand in these conversations, will stand there, or belong there.
 * @returns the new place of every message that will stand in one of them.
 */
export function order(conversationIds: readonly string[], goals: readonly Goal[]): Place[] {
  const were = disturbed(goals.map(({ message }) => message));
  const will = disturbed(goals);
  const remembered = goals.map((goal) => remember(goal, were));
  return conversationIds.flatMap((id) => {
    const here = remembered.filter((goal) => goal.conversationId === id);
    const homes = [...new Set(here.map((goal) => goal.homeConversationId))];
    const sequences = homes.map((home) => inOwnOrder(here.filter((goal) => goal.homeConversationId === home)));
    const sorted = sequences.reduce(byTime, []);
    return will.has(id) ? countThrough(sorted) : restore(sorted);
  });
}

/** Conversations in which something foreign stands, or of which something stands elsewhere. */
export function disturbed(places: readonly Pick<Place, "conversationId" | "homeConversationId">[]): Set<string> {
  const apart = places.filter((place) => place.conversationId !== place.homeConversationId);
  return new Set(apart.flatMap((place) => [place.conversationId, place.homeConversationId]));
}

interface Remembered extends Goal {
  homePosition: number | null;
}

/** The position in an undisturbed home is the one to go back to. In a disturbed one, what has none came since. */
function remember(goal: Goal, were: ReadonlySet<string>): Remembered {
  const { message } = goal;
  const isPristine = message.homePosition === null && !were.has(message.conversationId);
  return { ...goal, homePosition: isPristine ? message.position : message.homePosition };
}

/**
 * By old position; what has none is put behind what it followed where it stood, and from there behind everything that came before it.
 */
function inOwnOrder(own: readonly Remembered[]): Remembered[] {
  const sorted = own.filter((goal) => goal.homePosition !== null).toSorted(byHomePosition);
  const since = own.filter((goal) => goal.homePosition === null).toSorted(byPlace);
  for (const goal of since) {
    const stood = (other: Remembered) => other.message.conversationId === goal.message.conversationId;
    let at = sorted.findLastIndex((other) => stood(other) && other.message.position < goal.message.position) + 1;
    while (at < sorted.length && !stood(sorted[at]!) && !cameBefore(goal, sorted[at]!)) at++;
    sorted.splice(at, 0, goal);
  }
  return sorted;
}

const byHomePosition = (a: Remembered, b: Remembered) => a.homePosition! - b.homePosition! || byPlace(a, b);
const byPlace = (a: Remembered, b: Remembered) =>
  a.message.conversationId.localeCompare(b.message.conversationId) || a.message.position - b.message.position;
const cameBefore = (a: Remembered, b: Remembered) => a.message.createdAt < b.message.createdAt;
const isOlder = (a: Remembered, b: Remembered) => a.message.sentAt < b.message.sentAt;

function byTime(left: readonly Remembered[], right: readonly Remembered[]): Remembered[] {
  const merged: Remembered[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) merged.push(isOlder(right[r]!, left[l]!) ? right[r++]! : left[l++]!);
  return [...merged, ...left.slice(l), ...right.slice(r)];
}

function countThrough(sorted: readonly Remembered[]): Place[] {
  return sorted.map((goal, n) => placeOf(goal, n + 1, goal.homePosition));
}

function restore(sorted: readonly Remembered[]): Place[] {
  let last = 0;
  return sorted.map((goal) => {
    last = Math.max(last + 1, goal.homePosition ?? 0);
    return placeOf(goal, last, null);
  });
}

function placeOf(goal: Remembered, position: number, homePosition: number | null): Place {
  const { message, conversationId, homeConversationId, movedBy } = goal;
  const { id, clientMessageId } = message;
  return { id, conversationId, position, homeConversationId, homePosition, movedBy, clientMessageId };
}
