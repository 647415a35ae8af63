import { and, eq, inArray, isNull } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, read, type TxContext } from "../events/index.ts";
import { takeUploads } from "../uploads/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Attachment, attachments, type Message, messages } from "./tables.ts";

/** An attachment, and where the mail it came with is kept. */
export type AttachmentWithSource = Attachment &
  Pick<Message, "connectionId" | "externalId"> & { conversationId: string };

/** Makes the author's uploads part of a message that is being written. */
export async function attach(
  tx: TxContext,
  messageId: string,
  uploadIds: readonly string[] = [],
  from: "ready" | "reserved" = "ready",
): Promise<void> {
  const taken = await takeUploads(tx, uploadIds, from);
  if (taken.length === 0) return;
  await tx.q.insert(attachments).values(
    taken.map(({ id, name, contentType, sizeBytes }) => ({
      ...{ workspaceId: tx.workspaceId, id, messageId, name, contentType, sizeBytes },
      ...{ contentId: null, inline: false, storedType: contentType },
    })),
  );
}

/** @throws NotFound also when it is another workspace's. */
export async function getAttachment(ctx: Context, attachmentId: string): Promise<AttachmentWithSource> {
  allow(ctx, "conversations:read");
  const [row] = await read(ctx, (q) =>
    q
      .select({ attachment: attachments, message: messages })
      .from(attachments)
      .innerJoin(
        messages,
        and(eq(messages.workspaceId, attachments.workspaceId), eq(messages.id, attachments.messageId)),
      )
      .where(and(eq(attachments.workspaceId, ctx.workspaceId), eq(attachments.id, attachmentId))),
  );
  if (!row) throw new NotFound("Attachment", attachmentId);
  const { connectionId, externalId, conversationId } = row.message;
  return { ...row.attachment, connectionId, externalId, conversationId };
}

/** Of these messages; what was uploaded, in the order it was. */
export async function listAttachments(ctx: Context, messageIds: readonly string[]): Promise<Attachment[]> {
  allow(ctx, "conversations:read");
  if (messageIds.length === 0) return [];
  return read(ctx, (q) =>
    q
      .select()
      .from(attachments)
      .where(and(eq(attachments.workspaceId, ctx.workspaceId), inArray(attachments.messageId, [...messageIds])))
      .orderBy(attachments.id),
  );
}

/** The file store has their bytes now. @returns those that do not exist any more. */
export async function noteStored(
  ctx: Context,
  stored: readonly { id: string; type: string; sizeBytes?: number }[],
): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    const isAmong = and(
      eq(attachments.workspaceId, tx.workspaceId),
      inArray(
        attachments.id,
        stored.map(({ id }) => id),
      ),
    );
    const rows = await tx.q.select({ id: attachments.id }).from(attachments).where(isAmong).for("update");
    for (const { id, type, sizeBytes } of stored) {
      await tx.q
        .update(attachments)
        .set({ storedType: type, ...(sizeBytes !== undefined && { sizeBytes }) })
        .where(
          and(eq(attachments.workspaceId, tx.workspaceId), eq(attachments.id, id), isNull(attachments.storedType)),
        );
    }
    return stored.map(({ id }) => id).filter((id) => !rows.some((row) => row.id === id));
  });
}

/** What a person should know about the import of a message, where nothing stands yet. */
export async function noteImportProblem(ctx: Context, messageId: string, notice: string): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.q
      .update(messages)
      .set({ notice })
      .where(and(eq(messages.workspaceId, tx.workspaceId), eq(messages.id, messageId), isNull(messages.notice))),
  );
}

/** Attachments of messages by their providers' ids whose bytes are not here yet. */
export async function listUnfetched(
  ctx: Context,
  at: { connectionId: string; externalId: string },
): Promise<Attachment[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ attachment: attachments })
      .from(attachments)
      .innerJoin(
        messages,
        and(eq(messages.workspaceId, attachments.workspaceId), eq(messages.id, attachments.messageId)),
      )
      .where(
        and(
          eq(attachments.workspaceId, ctx.workspaceId),
          eq(messages.connectionId, at.connectionId),
          eq(messages.externalId, at.externalId),
          isNull(attachments.storedType),
        ),
      ),
  );
  return rows.map(({ attachment }) => attachment);
}
