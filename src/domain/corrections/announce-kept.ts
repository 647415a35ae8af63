import type { TxContext } from "../events/index.ts";
import type { Kept } from "./kept.ts";

const statusEvents = {
  open: "conversation.reopened",
  waiting: "conversation.snoozed",
  closed: "conversation.closed",
} as const;

/** Says what a correction did to a conversation besides its messages, in the words of every other change. */
export function announceKept(tx: TxContext, conversationId: string, before: Kept, after: Kept): void {
  const { status } = after;
  const isAboutMerging = before.status === "merged" || status === "merged";
  if (!isAboutMerging && status !== before.status) {
    tx.emit({ name: statusEvents[status], data: { conversationId, from: before.status, to: status } });
  }
  if (after.priority !== before.priority) {
    const data = { conversationId, from: before.priority, to: after.priority };
    tx.emit({ name: "conversation.prioritized", data });
  }
  if (after.teamId !== before.teamId) {
    tx.emit({ name: "conversation.team_changed", data: { conversationId, from: before.teamId, to: after.teamId } });
  }
  if (after.assigneeId !== before.assigneeId) {
    const data = { conversationId, from: before.assigneeId, to: after.assigneeId };
    tx.emit({ name: "conversation.assigned", data });
  }
  wakeInTime(tx, conversationId, after);
}

/** A moment that has passed meanwhile wakes at once. */
function wakeInTime(tx: TxContext, conversationId: string, { status, snoozedUntil }: Kept): void {
  if (status !== "waiting" || !snoozedUntil) return;
  const payload = { conversationId, until: snoozedUntil.toISOString() };
  tx.enqueue({ queue: "wake", name: "wake", payload, runAt: snoozedUntil });
}
