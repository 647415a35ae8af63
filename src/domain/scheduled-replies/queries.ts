import { and, asc, eq, ne } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getConversation } from "../conversations/index.ts";
import { read, type TxContext } from "../events/index.ts";
import { listUploads, type Upload } from "../uploads/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type ScheduledReply, scheduledReplies } from "./tables.ts";

export type ScheduledWithFiles = ScheduledReply & { files: Upload[] };

/** Those of a conversation that wait or are held back, oldest first. */
export async function listScheduledReplies(ctx: Context, conversationId: string): Promise<ScheduledWithFiles[]> {
  await getConversation(ctx, conversationId);
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(scheduledReplies)
      .where(
        and(
          eq(scheduledReplies.workspaceId, ctx.workspaceId),
          eq(scheduledReplies.conversationId, conversationId),
          ne(scheduledReplies.state, "canceled"),
        ),
      )
      .orderBy(asc(scheduledReplies.id)),
  );
  return Promise.all(rows.map((row) => withFiles(ctx, row)));
}

export async function withFiles(ctx: Context, row: ScheduledReply): Promise<ScheduledWithFiles> {
  return { ...row, files: await listUploads(ctx, row.attachmentIds, "reserved") };
}

/** The row, without its lock; null when there is none (any more). */
export async function findScheduled(ctx: Context, scheduledReplyId: string): Promise<ScheduledReply | null> {
  allow(ctx, "conversations:read");
  const [row] = await read(ctx, (q) => q.select().from(scheduledReplies).where(isScheduled(ctx, scheduledReplyId)));
  return row ?? null;
}

/** Its row lock, for who holds the conversation's. @throws NotFound when it was sent or never was. */
export async function lockScheduled(tx: TxContext, scheduledReplyId: string): Promise<ScheduledReply> {
  const [row] = await tx.q.select().from(scheduledReplies).where(isScheduled(tx, scheduledReplyId)).for("update");
  if (!row) throw new NotFound("Scheduled reply", scheduledReplyId);
  return row;
}

export function isScheduled(ctx: Context, scheduledReplyId: string) {
  return and(eq(scheduledReplies.workspaceId, ctx.workspaceId), eq(scheduledReplies.id, scheduledReplyId));
}
