import { readPayload } from "../domain/connections/index.ts";
import {
  type AttachmentWithSource,
  getAttachment,
  listAttachments,
  noteStored,
} from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { FileContent } from "../integrations/contract.ts";
import { integrationById } from "../integrations/index.ts";
import { NotFound } from "../platform/errors.ts";
import type { StoredFile } from "../platform/file-store.ts";
import { typeOfBytes, unknownType } from "../platform/file-type.ts";
import { fetchAttachments } from "./fetch-attachments.ts";

export interface OpenedAttachment extends StoredFile {
  name: string;
  /** Found in its bytes, whatever the sender said. */
  type: string;
}

/**
 * The bytes of an attachment. Those of a mail are read out of the mail as it was recorded, when somebody first asks
 * for one, and kept in the file store from then on: the provider is not needed, and filing mail costs nothing more.
 *
 * @throws NotFound also when it is another workspace's, or its bytes are nowhere any more.
 */
export async function openAttachment(ctx: Context, attachmentId: string): Promise<OpenedAttachment> {
  const attachment = await getAttachment(ctx, attachmentId);
  const key = { workspaceId: ctx.workspaceId, fileId: attachmentId };
  const kept = attachment.storedType === null ? null : await ctx.db.files.read(key);
  if (kept) return { ...kept, name: attachment.name, type: attachment.storedType ?? unknownType };
  const types = await unpackOnce(ctx, attachment);
  const unpacked = await ctx.db.files.read(key);
  if (!unpacked) throw new NotFound("The file of attachment", attachmentId);
  return { ...unpacked, name: attachment.name, type: types.get(attachmentId) ?? unknownType };
}

/** Puts the files of an attachment's mail into the file store, if they are not there: the mail itself is to go. */
export async function keepFiles(ctx: Context, attachmentId: string): Promise<void> {
  await unpackOnce(ctx, await getAttachment(ctx, attachmentId));
}

/** Taking a large mail apart is work: of several that ask at once, one does it. */
const unpacking = new Map<string, Promise<ReadonlyMap<string, string>>>();

function unpackOnce(ctx: Context, attachment: AttachmentWithSource): Promise<ReadonlyMap<string, string>> {
  const { messageId } = attachment;
  const running = unpacking.get(messageId);
  if (running) return running;
  const started = unpack(ctx, attachment).finally(() => unpacking.delete(messageId));
  unpacking.set(messageId, started);
  return started;
}

/** Keeps all files of a mail. @returns the types found, by attachment. */
async function unpack(
  ctx: Context,
  { messageId, connectionId, externalId }: AttachmentWithSource,
): Promise<ReadonlyMap<string, string>> {
  const source = externalId === null ? null : await readPayload(ctx, { connectionId, externalId });
  if (source && externalId !== null && integrationById(source.integrationId).fetchFiles) {
    return fetchAttachments(ctx, { connectionId, externalId }, { isLastTry: false });
  }
  const files = source ? await integrationById(source.integrationId).files?.(source.payload) : undefined;
  const types = new Map<string, string>();
  const left = [...(files ?? [])];
  for (const attachment of await listAttachments(ctx, [messageId])) {
    const at = left.findIndex((file) => isSame(file, attachment));
    const [file] = at < 0 ? [] : left.splice(at, 1);
    if (!file) continue;
    await ctx.db.files.put({ workspaceId: ctx.workspaceId, fileId: attachment.id }, once(file.content));
    types.set(attachment.id, await typeOfBytes(file.content));
  }
  const gone = await noteStored(
    ctx,
    [...types].map(([id, type]) => ({ id, type })),
  );
  // Erased meanwhile: nobody would remove them later.
  for (const fileId of gone) await ctx.db.files.remove({ workspaceId: ctx.workspaceId, fileId });
  return types;
}

/** By what is known of each: the rows of one mail have no order of their own. */
function isSame(file: FileContent, attachment: AttachmentWithSource | Omit<FileContent, "content">): boolean {
  const fields = ["name", "contentType", "sizeBytes", "contentId", "inline"] as const;
  return fields.every((field) => file[field] === attachment[field]);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
