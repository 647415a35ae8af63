import { and, eq, inArray, isNull } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { ownReader } from "./queries.ts";
import { notifications } from "./tables.ts";

/** Which: these, those of a conversation, or with neither all there are. */
export interface ReadNews {
  notificationIds?: readonly string[];
  conversationId?: string;
}

/** The caller has seen them. Safe to repeat; others' are left alone. */
export async function markRead(ctx: Context, { notificationIds, conversationId }: ReadNews): Promise<void> {
  const memberId = ownReader(ctx);
  await inTransaction(ctx, async (tx) => {
    const read = await tx.q
      .update(notifications)
      .set({ readAt: now() })
      .where(
        and(
          eq(notifications.workspaceId, tx.workspaceId),
          eq(notifications.memberId, memberId),
          isNull(notifications.readAt),
          notificationIds && inArray(notifications.id, [...notificationIds]),
          conversationId === undefined ? undefined : eq(notifications.conversationId, conversationId),
        ),
      )
      .returning({ id: notifications.id });
    if (read.length > 0) tx.emit({ name: "notification.read", data: { memberId } });
  });
}
