import { and, eq } from "drizzle-orm";
import { newId } from "../../platform/ids.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { externalCalls } from "./tables.ts";

export type CallState = (typeof externalCalls.state.enumValues)[number];

/**
 * Writes down a call that changes something elsewhere, before it is made. Only for the product's own work.
 * @returns null when it is new; else how far the same call has come, which must not be made again.
 */
export async function beginExternalCall(
  ctx: Context,
  { toolId, runId, onceKey }: { toolId: string; runId: string; onceKey: string },
): Promise<CallState | null> {
  const { workspaceId } = ctx;
  return inTransaction(ctx, async (tx) => {
    const begun = await tx.q
      .insert(externalCalls)
      .values({ workspaceId, id: newId(), toolId, runId, onceKey, state: "begun" })
      .onConflictDoNothing()
      .returning({ id: externalCalls.id });
    if (begun.length > 0) return null;
    const [known] = await tx.q.select({ state: externalCalls.state }).from(externalCalls).where(isCall(tx, onceKey));
    return known?.state ?? null;
  });
}

/** What came of it. */
export async function endExternalCall(ctx: Context, call: EndedCall): Promise<void> {
  const { onceKey, state, ...ids } = call;
  await inTransaction(ctx, async (tx) => {
    await tx.q.update(externalCalls).set({ state }).where(isCall(tx, onceKey));
    tx.emit({ name: "external_tool.called", data: { ...ids, to: state } });
  });
}

export interface EndedCall {
  externalToolId: string;
  runId: string;
  conversationId: string;
  onceKey: string;
  state: Exclude<CallState, "begun">;
}

function isCall(ctx: Pick<Context, "workspaceId">, onceKey: string) {
  return and(eq(externalCalls.workspaceId, ctx.workspaceId), eq(externalCalls.onceKey, onceKey));
}
