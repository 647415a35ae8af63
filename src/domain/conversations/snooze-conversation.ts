import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import type { Context } from "../workspaces/index.ts";
import { changeConversation } from "./change-conversation.ts";
import type { Conversation } from "./tables.ts";

const longestMs = 5 * 366 * 24 * 3_600_000;

/**
 * Sets a conversation aside until a moment, or with null until the customer writes, which ends it in any case. Snoozed
 * again, the new moment counts.
 *
 * @throws AppError("invalid_input") for a moment in the past or more than five years away.
 */
export async function snoozeConversation(
  ctx: Context,
  { conversationId, until }: { conversationId: string; until: Date | null },
): Promise<Conversation> {
  checkSnooze(until);
  return changeConversation(ctx, conversationId, ({ status, statusId, snoozedUntil }, tx) => {
    if (status === "waiting" && snoozedUntil?.getTime() === until?.getTime()) return null;
    const payload = { conversationId, until: until?.toISOString() };
    if (until) tx.enqueue({ queue: "wake", name: "wake", payload, runAt: until });
    return {
      set: {
        status: "waiting",
        statusId: status === "waiting" ? statusId : null,
        snoozedUntil: until,
        closedAt: null,
      },
      event: { name: "conversation.snoozed", data: { conversationId, from: status, to: "waiting" } },
    };
  });
}

/** Opens a conversation whose moment has come. One that was opened, closed or snoozed anew since is left alone. */
export async function wakeConversation(
  ctx: Context,
  { conversationId, until }: { conversationId: string; until: Date },
): Promise<void> {
  await changeConversation(ctx, conversationId, ({ status, snoozedUntil }) =>
    status !== "waiting" || snoozedUntil?.getTime() !== until.getTime()
      ? null
      : {
          set: { status: "open", statusId: null, snoozedUntil: null },
          event: { name: "conversation.woken", data: { conversationId, from: status, to: "open" } },
        },
  );
}

/** @throws AppError("invalid_input") for a moment that nothing can be snoozed until. */
export function checkSnooze(until: Date | null): void {
  if (!until) return;
  const inMs = until.getTime() - now().getTime();
  if (inMs <= 0) throw new AppError("invalid_input", "`until` is in the past: name a moment to come");
  if (inMs > longestMs) throw new AppError("invalid_input", "`until` is more than five years away");
}
