import { and, eq, isNull, or, type Placeholder, sql } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
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
    const given = { workspaceId: tx.workspaceId, runId };
    const at = now().toISOString();
    const [[before], [run], holdOut] = await Promise.all([
      lockedRun(tx.q, given),
      begunRun(tx.q, { ...given, model, at }),
      findHoldOut(tx),
    ]);
    if (before?.status !== "waiting" && before?.status !== "running") return null;
    if (before.status === "waiting") {
      if (holdOut) await drawHoldOut(tx, holdOut, before.conversationId);
      tx.emit({ name: "run.started", data: { conversationId: before.conversationId, runId } });
    }
    return run ?? beginToTell(tx, before, begun(model, at));
  });
}

const lockedRun = builtOnce((q, { workspaceId, runId }: Given<{ workspaceId: string; runId: string }>) =>
  q
    .select()
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)))
    .for("update"),
);

const begunRun = builtOnce(
  (q, given: Given<{ workspaceId: string; runId: string; model: string | null; at: string }>) =>
    q
      .update(runs)
      .set(begun(given.model, given.at))
      .where(
        and(
          eq(runs.workspaceId, given.workspaceId),
          eq(runs.id, given.runId),
          or(eq(runs.status, "running"), and(eq(runs.status, "waiting"), isNull(runs.because))),
        ),
      )
      .returning(),
);

function begun(model: string | null | Placeholder, at: string | Placeholder) {
  return { status: "running", model: sql`${model}`, startedAt: sql`coalesce(${runs.startedAt}, ${at})` } as const;
}

/** One that is to tell something goes by what was said last, whoever said it. */
async function beginToTell(tx: TxContext, { id, conversationId }: Run, begin: ReturnType<typeof begun>): Promise<Run> {
  const last = await lastWord(tx, conversationId);
  const [run] = await tx.q
    .update(runs)
    .set({ ...begin, ...(last && { lastMessageId: last.id }) })
    .where(isRun(tx, id))
    .returning();
  return run!;
}
