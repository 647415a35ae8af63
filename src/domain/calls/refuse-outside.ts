import { and, eq, ne, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { whyNotCalled } from "./destinations.ts";
import type { LineSettings } from "./line-settings.ts";
import { type CallRow, callLegs, calls, phoneLines } from "./tables.ts";

const hourMs = 60 * 60_000;
/** No call is older. */
const dayMs = 25 * hourMs;

interface OutsideCall {
  /** Of the shop, from which it is called. */
  line: Pick<CallRow, "connectionId" | "lineNumber">;
  settings: LineSettings;
  /** E.164. */
  number: string;
}

/**
 * Whoever can have the shop call numbers can have it pay for them: people, programs with a key, whoever arranges a line,
 * and a caller who forged the number she is to be called back at. So all that is dialled outside passes here.
 *
 * @throws AppError("conflict") with `details.reason` "not_allowed" or "own_number"; AppError("limit_exceeded").
 */
export async function refuseOutside(ctx: Context, { line, settings, number }: OutsideCall): Promise<void> {
  const problem = whyNotCalled(number, { lineNumber: line.lineNumber, prefixes: settings.outside.prefixes });
  if (problem !== null) throw new AppError("conflict", problem, { details: { reason: "not_allowed" } });
  if (await isOwnNumber(ctx, number)) {
    throw new AppError("conflict", ownNumber(number), { details: { reason: "own_number" } });
  }
  const { perHour } = settings.outside;
  if ((await dialledWithinHour(ctx, line)) < perHour) return;
  const message = `This line has called ${perHour} outside numbers within an hour, which is as many as it may (\`outside.perHour\`)`;
  throw new AppError("limit_exceeded", message, { retryAfterMs: hourMs / 12 });
}

/** The same where nobody is there to be told. */
export async function mayCallOutside(ctx: Context, outside: OutsideCall): Promise<boolean> {
  try {
    await refuseOutside(ctx, outside);
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

async function dialledWithinHour(ctx: Context, { connectionId, lineNumber }: OutsideCall["line"]): Promise<number> {
  const [since, yesterday] = [hourMs, dayMs].map((ms) => new Date(now().getTime() - ms).toISOString());
  const [row] = await read(ctx, (q) =>
    q
      .select({ count: sql<number>`count(*)::int` })
      .from(calls)
      .innerJoin(callLegs, and(eq(callLegs.workspaceId, calls.workspaceId), eq(callLegs.callId, calls.id)))
      .where(
        and(
          eq(calls.workspaceId, ctx.workspaceId),
          eq(calls.connectionId, connectionId),
          eq(calls.lineNumber, lineNumber),
          sql`${calls.startedAt} > ${yesterday}`,
          sql`${callLegs.createdAt} > ${since}`,
          // Not a softphone, and not the leg on which somebody called.
          sql`${callLegs.memberId} is null and ${callLegs.externalId} is distinct from ${calls.externalId}`,
        ),
      ),
  );
  return row?.count ?? 0;
}
