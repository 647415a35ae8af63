import { listMessages, noteStored } from "../../src/domain/conversations/index.ts";
import { listMemories, remember } from "../../src/domain/memories/index.ts";
import { sendReply } from "../../src/domain/scheduled-replies/index.ts";
import { keepUpload } from "../../src/domain/uploads/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { aShopWithMail } from "./factories.ts";

export type ShopWithFiles = Awaited<ReturnType<typeof aShopWithFiles>>;
export type WrittenIds = Record<"uploadId" | "attachmentId" | "scheduledReplyId" | "memoryId", string>;

/** A file that came with the conversation's mail. */
export const receipt = { name: "receipt.txt", contentType: "text/plain", sizeBytes: 4, contentId: null, inline: false };

/** What people write and attach in a conversation whose mail brought the receipt, and what is kept of its words. */
export async function whatIsWritten(ctx: Context, conversationId: string): Promise<WrittenIds> {
  const [mail] = await listMessages(ctx, { conversationId, limit: 1 });
  const { id: attachmentId } = mail!.attachments[0]!;
  await ctx.db.files.put({ workspaceId: ctx.workspaceId, fileId: attachmentId }, bytesOf("paid"));
  await noteStored(ctx, [{ id: attachmentId, type: "text/plain" }]);
  const { id: uploadId } = await keepUpload(ctx, { name: "waiting.txt", content: bytesOf("waiting") });
  const sent = await sendReply(ctx, {
    ...{ conversationId, body: "For tomorrow", lastSeenMessageId: mail!.id },
    sendAt: new Date(Date.now() + 24 * 3_600_000),
  });
  if (!("scheduled" in sent)) throw new Error("It was sent at once");
  await remember(ctx, { conversationId, kind: "preference", words: "where is my order" });
  const [memory] = await listMemories(ctx, { customerId: mail!.author.id! });
  return { uploadId, attachmentId, scheduledReplyId: sent.scheduled.id, memoryId: memory!.id };
}

/** A shop with a letter, a file in it, and what people wrote. */
export async function aShopWithFiles(db: Database) {
  const { ctx, ids } = await aShopWithMail(db, { attachments: [receipt] });
  return { ctx, ids: { ...ids, ...(await whatIsWritten(ctx, ids.conversationId)) } };
}

/** A file on its way. */
export async function* bytesOf(content: string | Buffer): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
