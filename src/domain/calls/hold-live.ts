import { AppError, NotFound } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { getCall } from "./queries.ts";
import { lockCall } from "./rows.ts";
import type { CallRow } from "./tables.ts";

/** A call that goes on, locked. @throws NotFound, also when it is hidden from the actor; AppError("conflict") */
export async function holdLive(tx: TxContext, callId: string, { isConnected = false } = {}): Promise<CallRow> {
  await getCall(tx, callId);
  const call = await lockCall(tx, callId);
  if (!call) throw new NotFound("Call", callId);
  if (call.state === "ended") throw refuse("The call has ended", "ended");
  if (isConnected && call.state !== "connected") throw refuse("Nobody talks with the customer yet", "not_connected");
  return call;
}

export function refuse(message: string, reason: string): AppError {
  return new AppError("conflict", message, { details: { reason } });
}
