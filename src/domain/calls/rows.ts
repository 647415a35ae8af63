import { and, asc, eq, sql } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type LineSettings, usualSettings } from "./line-settings.ts";
import {
  type CallLeg,
  type CallRecording,
  type CallRow,
  callLegs,
  callRecordings,
  calls,
  type PhoneLine,
  phoneLines,
} from "./tables.ts";

export const isCall = (ctx: Context, callId: string) =>
  and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, callId));
/** Looked at in one go. */
export const mostWaiting = 500;

/** A call's row as it is. */
export async function findCallRow(tx: TxContext, callId: string): Promise<CallRow | null> {
  const [row] = await tx.q.select().from(calls).where(isCall(tx, callId));
  return row ?? null;
}

/** Whether it is a call of this account: what is told of another's is nothing of it. */
export async function isCallOf(ctx: Context, callId: string, connectionId: string): Promise<boolean> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ id: calls.id })
      .from(calls)
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, callId), eq(calls.connectionId, connectionId))),
  );
  return row !== undefined;
}

/** Locks the call's row: what is decided about it is decided one after another. @returns null when there is none. */
export async function lockCall(tx: TxContext, callId: string): Promise<CallRow | null> {
  const [row] = await tx.q.select().from(calls).where(isCall(tx, callId)).for("update");
  return row ?? null;
}

export async function patchCall(tx: TxContext, callId: string, set: Partial<CallRow>): Promise<CallRow> {
  const [row] = await tx.q.update(calls).set(set).where(isCall(tx, callId)).returning();
  return row!;
}

export async function patchLeg(tx: TxContext, legId: string, set: Partial<CallLeg>): Promise<CallLeg> {
  const isLeg = and(eq(callLegs.workspaceId, tx.workspaceId), eq(callLegs.id, legId));
  const [row] = await tx.q.update(callLegs).set(set).where(isLeg).returning();
  return row!;
}

export async function legsOf(ctx: Context, callId: string): Promise<CallLeg[]> {
  return read(ctx, (q) =>
    q
      .select()
      .from(callLegs)
      .where(and(eq(callLegs.workspaceId, ctx.workspaceId), eq(callLegs.callId, callId)))
      .orderBy(asc(callLegs.id)),
  );
}

/** By our id, or by the provider's. */
export async function findLeg(
  ctx: Context,
  by: { legId: string } | { externalId: string; connectionId: string },
): Promise<CallLeg | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ leg: callLegs })
      .from(callLegs)
      .innerJoin(calls, and(eq(calls.workspaceId, callLegs.workspaceId), eq(calls.id, callLegs.callId)))
      .where(
        and(
          eq(callLegs.workspaceId, ctx.workspaceId),
          "legId" in by
            ? eq(callLegs.id, by.legId)
            : and(eq(callLegs.externalId, by.externalId), eq(calls.connectionId, by.connectionId)),
        ),
      ),
  );
  return row?.leg ?? null;
}

/** A leg with its call, for what is to be done with it. Null: it is not here any more. */
export async function findLegAndCall(ctx: Context, legId: string): Promise<{ leg: CallLeg; call: CallRow } | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ leg: callLegs, call: calls })
      .from(callLegs)
      .innerJoin(calls, and(eq(calls.workspaceId, callLegs.workspaceId), eq(calls.id, callLegs.callId)))
      .where(and(eq(callLegs.workspaceId, ctx.workspaceId), eq(callLegs.id, legId))),
  );
  return row ?? null;
}

/** Whether a leg of ours is known by this id. */
export async function isKnownLeg(ctx: Context, externalId: string): Promise<boolean> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ id: callLegs.id })
      .from(callLegs)
      .where(and(eq(callLegs.workspaceId, ctx.workspaceId), eq(callLegs.externalId, externalId))),
  );
  return row !== undefined;
}

/** A call by the leg it began with. */
export async function findCall(
  ctx: Context,
  { connectionId, externalId }: { connectionId: string; externalId: string },
): Promise<CallRow | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(calls)
      .where(
        and(
          eq(calls.workspaceId, ctx.workspaceId),
          eq(calls.connectionId, connectionId),
          eq(calls.externalId, externalId),
        ),
      ),
  );
  return row ?? null;
}

/** How a number answers; the usual way when nobody arranged it, also in what there was not when it was arranged. */
export async function settingsOf(
  ctx: Context,
  { connectionId, lineNumber }: { connectionId: string; lineNumber: string },
): Promise<LineSettings> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ settings: phoneLines.settings })
      .from(phoneLines)
      .where(
        and(
          eq(phoneLines.workspaceId, ctx.workspaceId),
          eq(phoneLines.connectionId, connectionId),
          eq(phoneLines.number, lineNumber),
        ),
      ),
  );
  return { ...usualSettings, ...row?.settings };
}

export async function listPhoneLines(ctx: Context): Promise<PhoneLine[]> {
  allow(ctx, "connections:read");
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(phoneLines)
      .where(eq(phoneLines.workspaceId, ctx.workspaceId))
      .orderBy(asc(phoneLines.number), asc(phoneLines.id))
      .limit(500),
  );
  return rows.map((line) => ({ ...line, settings: { ...usualSettings, ...line.settings } }));
}

/** Calls that wait, longest first, locked; one that is being decided about elsewhere is left out. */
export async function lockWaiting(tx: TxContext): Promise<CallRow[]> {
  return tx.q
    .select()
    .from(calls)
    .where(and(eq(calls.workspaceId, tx.workspaceId), sql`${calls.state} in ('waiting', 'callback')`))
    .orderBy(asc(calls.queuedAt), asc(calls.id))
    .limit(mostWaiting)
    .for("update");
}

/** Calls that are not over, oldest first. */
export async function listLive(ctx: Context, limit: number): Promise<CallRow[]> {
  return read(ctx, (q) =>
    q
      .select()
      .from(calls)
      .where(and(eq(calls.workspaceId, ctx.workspaceId), sql`${calls.state} <> 'ended'`))
      .orderBy(asc(calls.startedAt))
      .limit(limit),
  );
}

export async function recordingsOf(ctx: Context, callId: string): Promise<CallRecording[]> {
  return read(ctx, (q) =>
    q
      .select()
      .from(callRecordings)
      .where(and(eq(callRecordings.workspaceId, ctx.workspaceId), eq(callRecordings.callId, callId)))
      .orderBy(asc(callRecordings.externalId)),
  );
}
