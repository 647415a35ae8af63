import { type Conversation, type PlacedMessage, placesOf } from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import { conversationsOf, holdingById, nextSteps, readingPlaces } from "./queries.ts";
import type { Whither } from "./rearrange.ts";
import type { Correction } from "./tables.ts";

/** The conversations that undoing a correction may touch: where its messages stand, and where they will. */
export async function involvedIn(tx: TxContext, correction: Correction): Promise<string[]> {
  const { fromConversationId, toConversationId, messageIds } = correction;
  const read = await readingPlaces(tx, [fromConversationId, toConversationId]);
  const standing = new Set([...read.values(), toConversationId, ...(await conversationsOf(tx, messageIds))]);
  const messages = await placesOf(tx, [...standing]);
  const bases = await basesWithout(tx, correction, messages);
  const goals = await readingPlaces(tx, [fromConversationId, ...bases.values()]);
  return [...new Set([...standing, ...goals.values(), ...(correction.kind === "merge" ? [fromConversationId] : [])])];
}

/** Where each locked conversation is read without the correction: itself, unless a merge that holds leads on. */
export async function pathsWithout(
  tx: TxContext,
  correction: Correction,
  locked: ReadonlyMap<string, Conversation>,
): Promise<Map<string, string>> {
  const steps = await nextSteps(tx, locked.keys());
  const goes = correction.kind === "split" ? correction.toConversationId : null;
  const next = (id: string) => {
    if (id === goes) return correction.fromConversationId;
    const step = steps.get(id);
    if (step === undefined || step.id === correction.id) return undefined;
    return step.kind === "merge" ? step.toConversationId : step.fromConversationId;
  };
  const paths = new Map<string, string>();
  for (const id of locked.keys()) {
    let at = id;
    for (let on = next(at); on !== undefined; on = next(at)) at = on;
    paths.set(id, at);
  }
  return paths;
}

/** Where the messages go when the correction no longer holds. */
export async function whitherWithout(
  tx: TxContext,
  correction: Correction,
  { messages, paths }: { messages: readonly PlacedMessage[]; paths: ReadonlyMap<string, string> },
): Promise<Whither> {
  const bases = await basesWithout(tx, correction, messages);
  const elsewhere = await readingPlaces(tx, bases.values());
  return (message) => {
    const base = bases.get(message.id);
    if (base === undefined) return message;
    const home = goneWith(correction, message) ? correction.fromConversationId : message.homeConversationId;
    return {
      conversationId: paths.get(base) ?? elsewhere.get(base) ?? base,
      homeConversationId: home,
      movedBy: message.movedBy.filter((id) => id !== correction.id),
    };
  };
}

/**
 * For each message that the correction has to do with, where it was put last without it, or else its home. A merge has to
 * do with all messages of where it is read.
 */
async function basesWithout(
  tx: TxContext,
  correction: Correction,
  messages: readonly PlacedMessage[],
): Promise<Map<string, string>> {
  const concerned = messages.filter(
    (message) =>
      correction.kind === "merge" || message.movedBy.includes(correction.id) || goneWith(correction, message),
  );
  const moves = await holdingById(
    tx,
    concerned.flatMap(({ movedBy }) => movedBy),
  );
  return new Map(
    concerned.map((message) => {
      const last = message.movedBy.findLast((id) => id !== correction.id && moves.has(id));
      const home = goneWith(correction, message) ? correction.fromConversationId : message.homeConversationId;
      return [message.id, last === undefined ? home : moves.get(last)!.toConversationId];
    }),
  );
}

/** What was written or came to a conversation that was split off belongs to the one it came from once that is undone. */
function goneWith({ kind, toConversationId }: Correction, { homeConversationId }: PlacedMessage): boolean {
  return kind === "split" && homeConversationId === toConversationId;
}
