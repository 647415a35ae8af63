import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import type { TxContext } from "../events/index.ts";
import { askToBegin } from "./plan-outreach.ts";
import type { Over } from "./rules.ts";
import { type Outreach, outreaches } from "./tables.ts";

type Settled = Pick<Outreach, "state"> &
  Partial<Pick<Outreach, "reason" | "conversationId" | "runId" | "isHeldOut" | "percent">>;

/** What was decided of it, for who holds its lock. */
export async function settleOutreach(tx: TxContext, outreachId: string, settled: Settled): Promise<void> {
  await tx.q
    .update(outreaches)
    .set({ ...settled, decidedAt: now() })
    .where(isOutreach(tx, outreachId));
}

/** It is no hour for it: decided anew later. For who holds its lock. */
export async function deferOutreach(tx: TxContext, outreachId: string, until: Date): Promise<void> {
  await tx.q.update(outreaches).set({ dueAt: until }).where(isOutreach(tx, outreachId));
  askToBegin(tx, outreachId, until);
}

/** A turn was begun for it, and the occasion was over before anything was sent: of who was not kept out by chance it stays. */
export async function noteOver(tx: TxContext, { runId, over }: { runId: string; over: Over }): Promise<void> {
  const { workspaceId, state } = outreaches;
  await tx.q
    .update(outreaches)
    .set({ reason: over })
    .where(and(eq(workspaceId, tx.workspaceId), eq(outreaches.runId, runId), eq(state, "begun")));
}

function isOutreach(tx: TxContext, outreachId: string) {
  return and(eq(outreaches.workspaceId, tx.workspaceId), eq(outreaches.id, outreachId));
}
