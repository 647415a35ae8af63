import { and, eq, isNull, or, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { drawHoldOut, findHoldOut } from "../hold-outs/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isRun, lastWord } from "./queries.ts";
import { type Run, runs } from "./tables.ts";

/**
 * Begins a waiting run, or takes up one whose worker died. Null when there is nothing to do: it is finished, or was
 * replaced while it waited.
 */
export async function startRun(ctx: Context, input: { runId: string; model: string | null }): Promise<Run | null> {
  return inTransaction(ctx, async (tx) => {
    const { runId, model } = input;
    const begun = {
      status: "running",
      model,
      startedAt: sql`coalesce(${runs.startedAt}, ${now().toISOString()})`,
    } as const;
    const isOnItsWay = or(eq(runs.status, "running"), and(eq(runs.status, "waiting"), isNull(runs.because)));
    const [[before], [run], holdOut] = await Promise.all([
      tx.q.select().from(runs).where(isRun(tx, runId)).for("update"),
      tx.q
        .update(runs)
        .set(begun)
        .where(and(isRun(tx, runId), isOnItsWay))
        .returning(),
      findHoldOut(tx),
    ]);
    if (before?.status !== "waiting" && before?.status !== "running") return null;
    if (before.status === "waiting") {
      if (holdOut) await drawHoldOut(tx, holdOut, before.conversationId);
      tx.emit({ name: "run.started", data: { conversationId: before.conversationId, runId } });
    }
    return run ?? beginToTell(tx, before, begun);
  });
}

/** One that is to tell something goes by what was said last, whoever said it. */
async function beginToTell(tx: TxContext, { id, conversationId }: Run, begun: object): Promise<Run> {
  const last = await lastWord(tx, conversationId);
  const [run] = await tx.q
    .update(runs)
    .set({ ...begun, ...(last && { lastMessageId: last.id }) })
    .where(isRun(tx, id))
    .returning();
  return run!;
}
