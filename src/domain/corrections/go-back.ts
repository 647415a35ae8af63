import { now } from "../../platform/clock.ts";
import type { Conversation, PlacedMessage } from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import { combine, goBack, type Kept, type KeptChange, keptOf, putBy, redo, replay, waitingIn } from "./kept.ts";
import { disturbed } from "./order.ts";
import { holdingById, laterOf, nextSteps } from "./queries.ts";
import type { Correction } from "./tables.ts";

export interface Restored {
  /** What the locked conversations become. */
  decided: Map<string, Kept>;
  /** Later corrections, as if this one had never been made: what it takes to undo them has changed. */
  later: Pick<Correction, "id" | "changes">[];
}

/** A state as it was with the correction and is without, at the moment `since`. */
interface Delta {
  was: Kept;
  is: Kept;
  since: Date;
}

interface Scene {
  locked: ReadonlyMap<string, Conversation>;
  /** The messages before and after they went back. */
  before: readonly PlacedMessage[];
  messages: readonly PlacedMessage[];
}

/**
 * Works out what conversations become without a correction. Its own change is taken back first, then every later
 * correction is made again on what that gives. What came in between is counted where it stands now and where it will.
 */
export async function goBackThrough(tx: TxContext, correction: Correction, scene: Scene): Promise<Restored> {
  const deltas = new Map<string, Delta>();
  for (const { conversationId, before, after } of correction.changes) {
    deltas.set(conversationId, { was: after, is: before, since: correction.createdAt });
  }
  const later: Restored["later"] = [];
  const stood = await standingThen(tx, correction, scene);
  for (let next = await laterOne(tx, correction, deltas); next; next = await laterOne(tx, next, deltas)) {
    const made = next;
    const changes = remake(made, ({ conversationId, before }) => {
      const delta = deltas.get(conversationId);
      return delta ? backTo(before, delta, stood(conversationId, made), made.createdAt) : before;
    });
    for (const [n, change] of made.changes.entries()) {
      deltas.set(change.conversationId, { was: change.after, is: changes[n]!.after, since: made.createdAt });
    }
    later.push({ id: made.id, changes });
  }
  return { decided: decide(correction, scene, { deltas, stood }), later };
}

type Stood = (conversationId: string, then: Correction) => Standing;

function decide(
  correction: Correction,
  scene: Scene,
  { deltas, stood }: { deltas: ReadonlyMap<string, Delta>; stood: Stood },
): Map<string, Kept> {
  const { kind, fromConversationId, toConversationId } = correction;
  const decided = new Map<string, Kept>();
  const restless = disturbed([
    ...scene.messages,
    ...scene.before.filter((one) => !scene.locked.has(one.conversationId)),
  ]);
  for (const [id, conversation] of scene.locked) {
    const current = keptOf(conversation);
    const delta = deltas.get(id) ?? { was: current, is: current, since: now() };
    const isThere = ({ conversationId }: PlacedMessage) => conversationId === id;
    const without = scene.messages.filter(isThere);
    if (kind === "merge" && id === fromConversationId) {
      // It has stood still since: what it was then is what came to it until then, and now more.
      const { withIt } = stood(id, correction);
      decided.set(id, backTo(delta.is, { ...delta, was: delta.is }, { withIt, without }));
    } else if (kind === "split" && id === toConversationId) {
      decided.set(id, putBy(current));
    } else if (conversation.mergedIntoId === null) {
      const restored = backTo(current, delta, { withIt: scene.before.filter(isThere), without });
      const isWhole = !restless.has(id) && restored.status !== "closed";
      // Closed and opened again by a person, it may have had a question that nobody waits for.
      const wasLetGo = delta.is.waitingSince === null && waitingIn(stood(id, correction).withIt) !== null;
      decided.set(id, isWhole && !wasLetGo ? { ...restored, waitingSince: waitingIn(without) } : restored);
    }
  }
  return decided;
}

/** The next later correction that builds on what has changed. */
async function laterOne(tx: TxContext, after: Correction, deltas: ReadonlyMap<string, Delta>) {
  const [next] = await laterOf(tx, after, [...deltas.keys()]);
  return next;
}

/** The messages of a conversation, as it was and as it would have been. */
interface Standing {
  withIt: PlacedMessage[];
  without: PlacedMessage[];
}

/** @param until when `current` was; absent: now. */
function backTo(current: Kept, { was, is, since }: Delta, { withIt, without }: Standing, until?: Date): Kept {
  const cameSince = ({ createdAt }: PlacedMessage) => createdAt > since && (until === undefined || createdAt <= until);
  const restored = goBack(current, replay(was, withIt.filter(cameSince)), replay(is, without.filter(cameSince)));
  // Where only messages have decided who waits, they decide it again.
  const isByMessages = current.waitingSince?.getTime() === waitingIn(withIt)?.getTime();
  return isByMessages ? { ...restored, waitingSince: waitingIn(without) } : restored;
}

/** Tells what stood in a conversation when a later correction was made, wherever it stands now. */
async function standingThen(
  tx: TxContext,
  correction: Correction,
  { locked, before, messages }: Scene,
): Promise<Stood> {
  const steps = await nextSteps(tx, locked.keys());
  const moves = await holdingById(
    tx,
    before.flatMap(({ movedBy }) => movedBy),
  );
  const placeOf = (message: PlacedMessage, { number }: Correction, without: Correction | null) => {
    const isThen = (one: Correction | undefined) => one && one.number < number && one.id !== without?.id;
    const last = message.movedBy.findLast((id) => isThen(moves.get(id)));
    let at = last === undefined ? message.homeConversationId : moves.get(last)!.toConversationId;
    for (let step = steps.get(at); step?.kind === "merge" && isThen(step); step = steps.get(at)) {
      at = step.toConversationId;
    }
    return at;
  };
  return (conversationId, then) => {
    const standing = (all: readonly PlacedMessage[], without: Correction | null) =>
      all.filter(
        (message) => message.createdAt <= then.createdAt && placeOf(message, then, without) === conversationId,
      );
    return { withIt: standing(before, null), without: standing(messages, correction) };
  };
}

/** The changes of a correction, made again. */
function remake(
  { kind, fromConversationId, changes }: Correction,
  stateOf: (change: KeptChange) => Kept,
): KeptChange[] {
  const states = new Map(changes.map((change) => [change.conversationId, stateOf(change)]));
  return changes.map((change) => {
    const before = states.get(change.conversationId)!;
    if (kind !== "merge") return { ...change, before, after: redo(change, before) };
    const isSource = change.conversationId === fromConversationId;
    const after = isSource ? putBy(before) : combine(before, states.get(fromConversationId)!);
    return { ...change, before, after };
  });
}
