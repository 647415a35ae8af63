import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import type { TxContext } from "../events/index.ts";
import type { LineSettings } from "./line-settings.ts";
import { conversationOf } from "./queries.ts";
import { command } from "./request-work.ts";
import { type CallLeg, type CallRow, callLegs, calls } from "./tables.ts";

export interface NewCall
  extends Pick<CallRow, "connectionId" | "externalId" | "messageId" | "direction" | "lineNumber" | "otherNumber"> {
  state: CallRow["state"];
  memberId?: string;
  settings: LineSettings;
}

/**
 * Begins the record of a call, inside the caller's transaction; its entry among the messages is there (`fileEntry`).
 * @returns null when the provider's id is a call already.
 */
export async function openCall(tx: TxContext, { settings, ...given }: NewCall): Promise<CallRow | null> {
  const { queue, record } = settings;
  const [call] = await tx.q
    .insert(calls)
    .values({
      ...{ workspaceId: tx.workspaceId, id: newId(), startedAt: now(), isRecorded: record },
      ...{ strategy: queue.strategy, ringSeconds: queue.ringSeconds, ...given },
    })
    .onConflictDoNothing()
    .returning();
  if (!call) return null;
  const conversationId = await conversationOf(tx, call);
  tx.emit({ name: "call.started", data: { callId: call.id, conversationId } });
  return call;
}

type NewLeg = Pick<CallLeg, "callId" | "role" | "purpose"> &
  Partial<Pick<CallLeg, "memberId" | "number" | "externalId" | "state" | "muted">>;

/** @returns null when the member it is for is on a call already, or the provider's id is a leg already. */
export async function openLeg(tx: TxContext, leg: NewLeg): Promise<CallLeg | null> {
  const [row] = await tx.q
    .insert(callLegs)
    .values({ workspaceId: tx.workspaceId, id: newId(), state: "wanted", ...leg })
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

/** Opens a leg that is dialled once this is committed. @returns null as `openLeg`. */
export async function dialLeg(tx: TxContext, leg: NewLeg): Promise<CallLeg | null> {
  const opened = await openLeg(tx, leg);
  if (opened) command(tx, { do: "dial", legId: opened.id });
  return opened;
}
