import { and, eq, ne } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { refuseUnwanted } from "../consent/index.ts";
import { getConversation } from "../conversations/index.ts";
import { getCustomer } from "../customers/index.ts";
import { inTransaction, read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { endCall } from "./end-call.ts";
import { fileEntry, threadKeyOf } from "./file-entry.ts";
import { openCall, openLeg } from "./open-call.ts";
import { type OutsideCall, refuseOutside, takeOutside } from "./refuse-outside.ts";
import { listPhoneLines, patchLeg } from "./rows.ts";
import { startWithinMs } from "./start-outgoing-call.ts";
import { type CallRow, callLegs } from "./tables.ts";

export interface WantedCall {
  /** Whom to call: a customer, whoever a conversation is with, or a number. */
  customerId?: string | undefined;
  conversationId?: string | undefined;
  /** E.164; of the customer's, which one. Default: the one known first. */
  number?: string | undefined;
  /** The number of the shop that is shown to her. */
  phoneLineId: string;
}

/**
 * A member is going to call somebody. What is written down here is all that her phone is then allowed: it calls our
 * application with the id of this call, once, within a minute, and what else it says is not heard.
 *
 * @throws NotFound; AppError("forbidden") for programs; AppError("invalid_input") when it is nobody's number;
 * AppError("conflict") with `details.reason` "consent_withdrawn", or "busy" when the member is on a call; as
 * `refuseOutside` for numbers that may not be called.
 */
export async function requestCall(ctx: Context, wanted: WantedCall): Promise<CallRow> {
  allow(ctx, "conversations:write");
  if (ctx.actor.type !== "member") throw new AppError("forbidden", "A call is made by a person who is logged in");
  const memberId = ctx.actor.id;
  const line = (await listPhoneLines(ctx)).find(({ id }) => id === wanted.phoneLineId);
  if (!line) throw new NotFound("Phone line", wanted.phoneLineId);
  const { customerId, number } = await whomOf(ctx, wanted);
  await refuseUnwanted(ctx, { channel: "voice", addresses: [number], promotional: false });
  const { connectionId, number: lineNumber, settings } = line;
  const outside = { line: { connectionId, lineNumber }, settings, number };
  await refuseOutside(ctx, outside);
  if (await isOnCall(ctx, memberId)) throw busy();
  const place = { connectionId, lineNumber, otherNumber: number, direction: "outbound" } as const;
  const externalId = `outgoing ${newId()}`;
  const message = await fileEntry(ctx, {
    ...{ ...place, externalId, callerName: "", text: "Phone call", at: now(), asksForAnswer: false },
    threadKey: threadKeyOf({ ...place, externalId }),
    ...(customerId && { customerId }),
  });
  const { call, refused } = await inTransaction(ctx, async (tx) => {
    const begun = { ...place, externalId: null, messageId: message.id, state: "dialling", memberId } as const;
    const call = (await openCall(tx, { ...begun, settings }))!;
    const leg = await openLeg(tx, { callId: call.id, role: "member", purpose: "ring", memberId });
    // Between the look and the row she was rung, or others had the line call: the database lets nobody be in two calls.
    const refused = leg ? await refusalOf(tx, { ...outside, callId: call.id }) : busy();
    if (refused) {
      if (leg) await patchLeg(tx, leg.id, { state: "ended", endReason: "canceled", endedAt: now() });
      return { call: await endCall(tx, call, { endReason: "canceled", at: now() }), refused };
    }
    const runAt = new Date(now().getTime() + startWithinMs);
    tx.enqueue({ queue: "calls", name: "unstarted", payload: { callId: call.id }, runAt });
    return { call, refused };
  });
  if (refused) throw refused;
  return call;
}

async function whomOf(ctx: Context, { conversationId, number, ...wanted }: WantedCall) {
  const about = conversationId === undefined ? null : await getConversation(ctx, conversationId);
  const customerId = wanted.customerId ?? about?.customerId ?? null;
  if (customerId === null) {
    if (number !== undefined) return { customerId, number };
    throw new AppError("invalid_input", "Say whom to call: `customerId`, `conversationId` or `number`");
  }
  const { identities } = await getCustomer(ctx, customerId);
  const numbers = identities.flatMap(({ kind, value }) => (kind === "phone" ? [value] : []));
  const chosen = number === undefined ? numbers[0] : numbers.find((one) => one === number);
  if (chosen !== undefined) return { customerId, number: chosen };
  const message = number === undefined ? "No number of this customer is known" : "This is no number of this customer";
  throw new AppError("invalid_input", message, { details: { field: number === undefined ? "customerId" : "number" } });
}

async function isOnCall(ctx: Context, memberId: string): Promise<boolean> {
  const isHers = and(eq(callLegs.workspaceId, ctx.workspaceId), eq(callLegs.memberId, memberId));
  const isLive = and(isHers, ne(callLegs.state, "ended"));
  const rows = await read(ctx, (q) => q.select({ id: callLegs.id }).from(callLegs).where(isLive).limit(1));
  return rows.length > 0;
}

async function refusalOf(tx: TxContext, outside: OutsideCall): Promise<AppError | null> {
  try {
    await takeOutside(tx, outside);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function busy(): AppError {
  return new AppError("conflict", "You are on a call: end it first", { details: { reason: "busy" } });
}
