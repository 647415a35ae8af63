import { AppError } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { holdingOf } from "./queries.ts";
import type { Correction } from "./tables.ts";

/** A conversation that was split off goes when that is undone: nothing may rest on it. @throws AppError("conflict") */
export async function refuseUndo(tx: TxContext, correction: Correction): Promise<void> {
  if (correction.kind !== "split") return;
  const others = (await holdingOf(tx, correction.toConversationId)).filter(({ id }) => id !== correction.id);
  if (others.length > 0) await undoFirst(tx, correction, Promise.resolve(others));
}

/** @throws AppError("conflict") */
export async function undoFirst(
  _tx: TxContext,
  { kind }: Correction,
  blocking: Promise<readonly Correction[]>,
): Promise<never> {
  const others = (await blocking).toSorted((a, b) => b.number - a.number);
  const latest = others[0];
  const what = latest ? `the ${latest.kind} by ${latest.by.name}` : "what holds its messages elsewhere";
  const all = others.length > 1 ? `${what}, and ${others.length - 1} more,` : what;
  throw new AppError("conflict", `This ${kind} cannot be undone yet: undo ${all} first`, {
    details: {
      reason: "undo_first",
      corrections: others.map(({ id, kind: other, fromConversationId, toConversationId }) => ({
        ...{ id, kind: other, fromConversationId, toConversationId },
      })),
    },
  });
}
