import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { whyNotCalled } from "./destinations.ts";
import type { LineSettings } from "./line-settings.ts";
import { type CallRow, callLegs, calls, phoneLines } from "./tables.ts";

const hourMs = 60 * 60_000;
/** No call is older. */
const dayMs = 25 * hourMs;

export interface OutsideCall {
  /** Of the shop, from which it is called. */
  line: Pick<CallRow, "connectionId" | "lineNumber">;
  settings: LineSettings;
  /** E.164. */
  number: string;
  /** A call that was asked for already, and is not to be counted against itself. */
  callId?: string;
}

/**
 * Whoever can have the shop call numbers can have it pay for them: people, programs with a key, whoever arranges a line,
 * and a caller who forged the number she is to be called back at. So all that is dialled outside passes here.
 *
 * @throws AppError("conflict") with `details.reason` "not_allowed" or "own_number"; AppError("limit_exceeded").
 */
export async function refuseOutside(ctx: Context, { line, settings, number, callId }: OutsideCall): Promise<void> {
  const problem = whyNotCalled(number, { lineNumber: line.lineNumber, prefixes: settings.outside.prefixes });
  if (problem !== null) throw new AppError("conflict", problem, { details: { reason: "not_allowed" } });
  if (await isOwnNumber(ctx, number)) {
    throw new AppError("conflict", ownNumber(number), { details: { reason: "own_number" } });
  }
  const { perHour } = settings.outside;
  if ((await dialledWithinHour(ctx, line, callId)) < perHour) return;
  const message = `This line has called ${perHour} outside numbers within an hour, which is as many as it may (\`outside.perHour\`)`;
  throw new AppError("limit_exceeded", message, { retryAfterMs: hourMs / 12 });
}

/**
 * The same for what is dialled, or promised, by this transaction: until it ends no other one counts what this line has
 * called, so that no two have the last call. Whoever holds the row of a call takes this after it. @throws as above.
 */
export async function takeOutside(tx: TxContext, outside: OutsideCall): Promise<void> {
  const { connectionId, lineNumber } = outside.line;
  const key = `outside calls ${tx.workspaceId} ${connectionId} ${lineNumber}`;
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
  await refuseOutside(tx, outside);
}

/** The same where nobody is there to be told. @param as `takeOutside`, or `refuseOutside` for a look. */
export async function mayCallOutside<C extends Context>(
  ctx: C,
  outside: OutsideCall,
  as: (ctx: C, outside: OutsideCall) => Promise<void>,
): Promise<boolean> {
  try {
    await as(ctx, outside);
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code === "conflict" || error.code === "limit_exceeded")) return false;
    throw error;
  }
}

/** Whether this number of hers, on this line, is to be called back already. */
export async function isCalledBackAlready(ctx: Context, call: CallRow): Promise<boolean> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ id: calls.id })
      .from(calls)
      .where(
        and(
          eq(calls.workspaceId, ctx.workspaceId),
          eq(calls.state, "callback"),
          ne(calls.state, "ended"),
          eq(calls.lineNumber, call.lineNumber),
          eq(calls.otherNumber, call.otherNumber ?? ""),
        ),
      )
      .limit(1),
  );
  return row !== undefined;
}

export function ownNumber(number: string): string {
  return `${number} is a number of the shop itself: the call would go round in circles`;
}

export async function isOwnNumber(ctx: Context, number: string): Promise<boolean> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ id: phoneLines.id })
      .from(phoneLines)
      .where(and(eq(phoneLines.workspaceId, ctx.workspaceId), eq(phoneLines.number, number)))
      .limit(1),
  );
  return row !== undefined;
}

/** What was dialled, and what is promised: who is to be called back, and whom a member is about to call. */
async function dialledWithinHour(
  ctx: Context,
  { connectionId, lineNumber }: OutsideCall["line"],
  butCallId?: string,
): Promise<number> {
  const [since, yesterday] = [hourMs, dayMs].map((ms) => new Date(now().getTime() - ms).toISOString());
  const ofLine = and(
    eq(calls.workspaceId, ctx.workspaceId),
    eq(calls.connectionId, connectionId),
    eq(calls.lineNumber, lineNumber),
    sql`${calls.startedAt} > ${yesterday}`,
  );
  const isPromised = or(
    eq(calls.state, "callback"),
    and(eq(calls.direction, "outbound"), eq(calls.state, "dialling"), isNull(calls.externalId)),
  );
  return read(ctx, async (q) => {
    const [dialled] = await q
      .select({ count: sql<number>`count(*)::int` })
      .from(calls)
      .innerJoin(callLegs, and(eq(callLegs.workspaceId, calls.workspaceId), eq(callLegs.callId, calls.id)))
      .where(
        and(
          ofLine,
          sql`${callLegs.createdAt} > ${since}`,
          // Not a softphone, and not the leg on which somebody called.
          sql`${callLegs.memberId} is null and ${callLegs.externalId} is distinct from ${calls.externalId}`,
        ),
      );
    const [promised] = await q
      .select({ count: sql<number>`count(*)::int` })
      .from(calls)
      .where(and(ofLine, isPromised, butCallId === undefined ? undefined : ne(calls.id, butCallId)));
    return (dialled?.count ?? 0) + (promised?.count ?? 0);
  });
}
