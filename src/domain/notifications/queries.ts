import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { type Conversation, conversations, messages } from "../conversations/tables.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Notification, notifications } from "./tables.ts";

/** Unread ones are counted up to here. */
const mostCounted = 100;

interface ShownNotification extends Notification {
  /** What the conversation is called by; null without one. */
  title: Pick<Conversation, "subject" | "channel"> | null;
  /** Who named her; null where nobody did. */
  from: string | null;
  /** The beginning of the note. */
  text: string | null;
}

/** The caller's own, newest first. `after` is the last id of the page before. */
export async function listNotifications(
  ctx: Context,
  page: { unread?: boolean; after?: string; limit: number },
): Promise<ShownNotification[]> {
  const memberId = ownReader(ctx);
  const { workspaceId, id, readAt } = notifications;
  const rows = await read(ctx, (q) =>
    q
      .select({
        notification: notifications,
        title: { subject: conversations.subject, channel: conversations.channel },
        author: messages.author,
        text: sql<string | null>`left(${messages.text}, 200)`,
      })
      .from(notifications)
      .leftJoin(
        conversations,
        and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, notifications.conversationId)),
      )
      .leftJoin(
        messages,
        and(
          eq(messages.workspaceId, workspaceId),
          eq(messages.id, notifications.subjectId),
          eq(notifications.kind, "mention"),
        ),
      )
      .where(
        and(
          eq(workspaceId, ctx.workspaceId),
          eq(notifications.memberId, memberId),
          page.unread ? isNull(readAt) : undefined,
          page.after === undefined ? undefined : lt(id, page.after),
        ),
      )
      .orderBy(desc(id))
      .limit(page.limit),
  );
  return rows.map(({ notification, title, author, text }) => ({
    ...{ ...notification, title, text },
    from: author?.name ?? null,
  }));
}

/** How many the caller has not looked at; 100 stands for that many or more. */
export async function countUnread(ctx: Context): Promise<number> {
  const memberId = ownReader(ctx);
  const rows = await read(ctx, (q) =>
    q
      .select({ id: notifications.id })
      .from(notifications)
      .where(
        and(
          eq(notifications.workspaceId, ctx.workspaceId),
          eq(notifications.memberId, memberId),
          isNull(notifications.readAt),
        ),
      )
      .limit(mostCounted),
  );
  return rows.length;
}

/** @throws AppError("forbidden") for programs: nobody tells them anything this way. */
export function ownReader(ctx: Context): string {
  allow(ctx, "conversations:read");
  if (ctx.actor.type === "member") return ctx.actor.id;
  throw new AppError("forbidden", "Notifications are for people who are logged in");
}
