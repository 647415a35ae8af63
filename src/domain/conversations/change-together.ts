import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { type DomainEvent, inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { areConversations, lockRows } from "./queries.ts";
import { conversations } from "./tables.ts";
import type { Together, ValuesChanged } from "./together.ts";

export interface ChangedTogether {
  changed: ValuesChanged[];
  /** They were so already. */
  unchanged: string[];
  refused: { conversationId: string; error: AppError }[];
  missing: string[];
}

/**
 * Decides about many conversations in one transaction, each by the verb that decides about one: `decide` calls it. Their
 * rows are read and locked at once, in one order, and what the verbs set is written at once, so that the statements do
 * not grow with the conversations. What one of them is refused changes nothing for the others.
 */
export async function changeTogether(
  ctx: Context,
  conversationIds: readonly string[],
  decide: (tx: TxContext, conversationId: string) => Promise<unknown>,
): Promise<ChangedTogether> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const rows = new Map((await lockRows(tx, conversationIds)).map((row) => [row.id, row]));
    const together: Together = { rows, writes: new Map(), known: new Map() };
    const outcome: ChangedTogether = { changed: [], unchanged: [], refused: [], missing: [] };
    for (const conversationId of new Set(conversationIds)) {
      if (!rows.has(conversationId)) outcome.missing.push(conversationId);
      else await decideOne(tx, together, conversationId, decide, outcome);
    }
    outcome.changed = [...together.writes.values()];
    for (const change of outcome.changed) await write(tx, change);
    return outcome;
  });
}

/** Its events and jobs count only if it is not refused. */
async function decideOne(
  tx: TxContext,
  together: Together,
  conversationId: string,
  decide: (tx: TxContext, conversationId: string) => Promise<unknown>,
  outcome: ChangedTogether,
) {
  const before = together.rows.get(conversationId);
  const emitted: DomainEvent[] = [];
  const enqueued: Parameters<TxContext["enqueue"]>[0][] = [];
  const one = {
    emit: (event: DomainEvent) => emitted.push(event),
    enqueue: (job: (typeof enqueued)[0]) => enqueued.push(job),
  };
  try {
    await decide(Object.assign({ ...tx, ...one }, { together }), conversationId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    outcome.refused.push({ conversationId, error });
    return;
  }
  for (const event of emitted) tx.emit(event);
  for (const job of enqueued) tx.enqueue(job);
  if (together.rows.get(conversationId) === before) outcome.unchanged.push(conversationId);
}

async function write(tx: TxContext, { wrote, of }: ValuesChanged) {
  const ids = of.map(({ conversationId }) => conversationId);
  await tx.q.update(conversations).set(wrote).where(areConversations(tx, ids));
}
