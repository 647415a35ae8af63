import { now } from "../../platform/clock.ts";
import type { DomainEvent } from "../events/index.ts";
import { getStatusInUse } from "../statuses/index.ts";
import type { Context } from "../workspaces/index.ts";
import { changeConversation } from "./change-conversation.ts";
import type { Conversation } from "./tables.ts";
import { once } from "./together.ts";

/** What entering a category does, whichever of its statuses it is. */
const entering = {
  open: (): Entering => ({ name: "conversation.reopened", set: { closedAt: null, snoozedUntil: null } }),
  waiting: (): Entering => ({ name: "conversation.snoozed", set: { closedAt: null, snoozedUntil: null } }),
  closed: (): Entering => ({
    name: "conversation.closed",
    set: { closedAt: now(), resolvedAt: now(), snoozedUntil: null, waitingSince: null },
  }),
};
interface Entering {
  name: "conversation.reopened" | "conversation.snoozed" | "conversation.closed";
  set: Partial<Conversation>;
}

/**
 * Gives a conversation one of the workspace's statuses, and so opens, closes or sets it aside if that is of another
 * category. Within a category only its name changes: a snooze goes on. Safe to repeat.
 *
 * @throws NotFound also for another workspace's status; AppError("conflict") for an archived one.
 */
export async function setStatus(
  ctx: Context,
  { conversationId, statusId }: { conversationId: string; statusId: string },
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, async (before, tx) => {
    const status = await once(tx, `status ${statusId}`, () => getStatusInUse(tx, statusId));
    const to = status.isDefault ? null : status.id;
    const isMoved = before.status !== status.category;
    const from = isMoved ? null : before.statusId;
    if (!isMoved && from === to) return null;
    const events: DomainEvent[] = [];
    const entered = isMoved ? entering[status.category]() : null;
    if (entered) {
      const change = { conversationId, from: before.status, to: status.category };
      events.push({ name: entered.name, data: change });
    }
    if (from !== to) events.push({ name: "conversation.status_changed", data: { conversationId, from, to } });
    return { set: { status: status.category, statusId: to, ...entered?.set }, event: events };
  });
}
