import { AppError } from "../../platform/errors.ts";
import { rehomeMessages } from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import { departedFrom, newestMergeWithOthers, touchingAny } from "./queries.ts";
import { undoCorrection } from "./undo-correction.ts";

/**
 * Takes merges back that put conversations of this customer together with other people's, the newest first: what is
 * hers can go, and what is theirs stays as it was. Without effect where there are none.
 */
export async function partFromOthers(tx: TxContext, conversationIds: readonly string[]): Promise<void> {
  for (let id = await newestMergeWithOthers(tx, conversationIds); id !== null; ) {
    await undoAfterLater(tx, id);
    id = await newestMergeWithOthers(tx, conversationIds);
  }
}

/** What builds on it is taken back before. A refusal has changed nothing. */
async function undoAfterLater(tx: TxContext, correctionId: string): Promise<void> {
  try {
    await undoCorrection(tx, { correctionId });
  } catch (error) {
    const blocking = blockingOf(error);
    if (blocking.length === 0) throw error;
    for (const id of blocking) await undoAfterLater(tx, id);
    await undoCorrection(tx, { correctionId });
  }
}

function blockingOf(error: unknown): string[] {
  if (!(error instanceof AppError) || error.details?.reason !== "undo_first") return [];
  const { corrections } = error.details;
  return Array.isArray(corrections) ? corrections.map(({ id }) => String(id)) : [];
}

/**
 * Before conversations are deleted, and with them the decisions about them: messages that were split off or moved out of
 * them belong from now on to where those decisions put them.
 */
export async function settleDeparted(tx: TxContext, conversationIds: readonly string[]): Promise<void> {
  const going = new Set(conversationIds);
  const decisions = new Map((await touchingAny(tx, conversationIds)).map((one) => [one.id, one]));
  const departed = await departedFrom(tx, conversationIds, [...decisions.keys()]);
  const settled = departed.map(({ id, conversationId, homeConversationId, movedBy }) => {
    const last = movedBy.findLastIndex((one) => decisions.has(one));
    const put = decisions.get(movedBy[last] ?? "")?.toConversationId ?? homeConversationId;
    const isLost = going.has(put);
    return { id, homeConversationId: isLost ? conversationId : put, movedBy: isLost ? [] : movedBy.slice(last + 1) };
  });
  await rehomeMessages(tx, settled);
}
