import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { authorOf } from "../access/index.ts";
import { type Conversation, lockArrangement, type PlacedMessage } from "../conversations/index.ts";
import { giveDraftsBack } from "../drafts/index.ts";
import type { DomainEvent, TxContext } from "../events/index.ts";
import { carryReplies } from "../scheduled-replies/index.ts";
import type { Context } from "../workspaces/index.ts";
import { correcting, mergedAmong, others } from "./correcting.ts";
import { goBackThrough, type Restored } from "./go-back.ts";
import { getCorrection, holdingById, isInWorkspace } from "./queries.ts";
import { rearrange, settle } from "./rearrange.ts";
import { refuseUndo, undoFirst } from "./refuse-undo.ts";
import { involvedIn, pathsWithout, whitherWithout } from "./retrace.ts";
import { type Correction, corrections } from "./tables.ts";
import { takeBack } from "./take-back.ts";

/**
 * Takes a correction back, whatever was corrected since: every message goes where it stands by its own thread and by
 * the corrections that still hold, at its old position. What came meanwhile goes with the message it answers, or to the
 * thread it came by. Statuses, assignees and the like go back too, unless somebody has decided otherwise since.
 *
 * Safe to repeat: one undone already is left alone.
 * @throws AppError("conflict") with `details.reason` "undo_first" and the `details.corrections` to undo before: those
 *   that left nothing to give back, or built on the conversation that would go.
 */
export async function undoCorrection(ctx: Context, { correctionId }: { correctionId: string }): Promise<Correction> {
  const { fromConversationId, toConversationId } = await getCorrection({ ...ctx, permissions: "all" }, correctionId);
  return correcting(ctx, [fromConversationId, toConversationId], async (tx) => {
    const correction = await getCorrection(tx, correctionId);
    if (correction.undoneAt !== null) return correction;
    await refuseUndo(tx, correction);
    const locked = await lockArrangement(tx, await involvedIn(tx, correction));
    const paths = await pathsWithout(tx, correction, locked);
    const merged = new Set([...paths].flatMap(([id, into]) => (into === id ? [] : [id])));
    const done = await rearrange(
      tx,
      locked,
      async (messages) => ({
        whither: await whitherWithout(tx, correction, { messages, paths }),
        mayBeEmpty: merged,
        returning: correction.clientIds,
      }),
      (conversationId, messages) => undoFirst(tx, correction, holding(tx, conversationId, messages)),
    );
    const restored = await goBackThrough(tx, correction, { locked, ...done });
    const mergedInto = changedPaths(mergedAmong(locked), paths, locked);
    await settle(tx, locked, done.messages, { decided: restored.decided, mergedInto });
    await rewrite(tx, restored);
    await takeBack(tx, correction);
    await giveRepliesBack(tx, correction, { paths, locked });
    await giveDraftsBack(tx, { carried: correction.drafts, to: correction.fromConversationId });
    tx.emit(announcement(correction, paths, locked));
    return close(tx, correction);
  });
}

/** What keeps the messages of a conversation elsewhere. */
async function holding(tx: TxContext, conversationId: string, messages: readonly PlacedMessage[]) {
  const away = messages.filter((message) => message.homeConversationId === conversationId);
  return [
    ...(
      await holdingById(
        tx,
        away.flatMap(({ movedBy }) => movedBy),
      )
    ).values(),
  ];
}

function changedPaths(
  before: ReadonlySet<string>,
  paths: ReadonlyMap<string, string>,
  locked: ReadonlyMap<string, unknown>,
): Map<string, string | null> {
  const changed = [...paths].filter(([id, into]) => locked.has(id) && (before.has(id) || into !== id));
  return new Map(changed.map(([id, into]) => [id, into === id ? null : into]));
}

/** What waits for its moment goes back to where it was written; with a split that is undone, to where that goes. */
async function giveRepliesBack(
  tx: TxContext,
  { kind, fromConversationId, toConversationId, scheduledReplyIds }: Correction,
  { paths, locked }: { paths: ReadonlyMap<string, string>; locked: ReadonlyMap<string, Conversation> },
): Promise<void> {
  const into = paths.get(toConversationId);
  if (kind === "split" && into !== undefined) await carryReplies(tx, { from: toConversationId, to: into });
  const from = locked.get(fromConversationId)?.mergedIntoId;
  if (kind === "merge" && from) await carryReplies(tx, { from, to: fromConversationId, only: scheduledReplyIds });
}

async function rewrite(tx: TxContext, { later }: Restored): Promise<void> {
  for (const { id, changes } of later) {
    await tx.q
      .update(corrections)
      .set({ changes })
      .where(and(isInWorkspace(tx), eq(corrections.id, id)));
  }
}

function announcement(
  { id: correctionId, kind, fromConversationId, toConversationId, messageIds }: Correction,
  paths: ReadonlyMap<string, string>,
  locked: ReadonlyMap<string, Conversation>,
): DomainEvent {
  if (kind === "merge") {
    const data = { conversationId: fromConversationId, fromConversationId: toConversationId, correctionId };
    return { name: "conversation.unmerged", data: { ...data, ...others(locked, data) } };
  }
  const intoConversationId = paths.get(fromConversationId) ?? fromConversationId;
  if (kind === "split") {
    const data = { conversationId: toConversationId, intoConversationId, correctionId };
    return { name: "conversation.rejoined", data: { ...data, ...others(locked, data) } };
  }
  const moved = { messageId: messageIds[0]!, conversationId: intoConversationId, fromConversationId: toConversationId };
  return { name: "message.moved_back", data: { ...moved, correctionId, ...others(locked, moved) } };
}

async function close(tx: TxContext, { id }: Correction): Promise<Correction> {
  const [row] = await tx.q
    .update(corrections)
    .set({ undoneAt: now(), undoneBy: await authorOf(tx) })
    .where(and(isInWorkspace(tx), eq(corrections.id, id)))
    .returning();
  if (!row) throw new AppError("bug", "A correction vanished while it was being undone");
  return row;
}
