import { newId } from "../../platform/ids.ts";
import type { TxContext } from "../events/index.ts";
import { type Notification, notifications } from "./tables.ts";

export type News = Pick<Notification, "kind" | "conversationId" | "subjectId">;

/** Tells members of something, each once. */
export async function notify(tx: TxContext, memberIds: readonly string[], news: News): Promise<void> {
  const wanted = [...new Set(memberIds)];
  if (wanted.length === 0) return;
  const rows = wanted.map((memberId) => ({ workspaceId: tx.workspaceId, id: newId(), memberId, ...news }));
  const made = await tx.q
    .insert(notifications)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: notifications.id, memberId: notifications.memberId });
  for (const { id: notificationId, memberId } of made) {
    const { conversationId } = news;
    tx.emit({
      name: "notification.created",
      data: { notificationId, memberId, ...(conversationId !== null && { conversationId }) },
    });
  }
}
