import { openConnection, readPayload } from "../domain/connections/index.ts";
import { listUnfetched, noteImportProblem, noteStored } from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { integrationById } from "../integrations/index.ts";
import { typeOfBytes } from "../platform/file-type.ts";

/**
 * Fetches the files of a message that lie at its provider into the file store. Safe to repeat; what will never come is
 * told beside the message.
 *
 * @returns the types found, by attachment.
 * @throws ProviderUnavailable while one may still come; ConnectionBroken.
 */
export async function fetchAttachments(
  ctx: Context,
  at: { connectionId: string; externalId: string },
  how: { isLastTry: boolean },
): Promise<ReadonlyMap<string, string>> {
  const types = new Map<string, string>();
  const wanted = await listUnfetched(ctx, at);
  const source = wanted.length > 0 ? await readPayload(ctx, at) : null;
  const { fetchFiles } = source ? integrationById(source.integrationId) : {};
  if (!source || !fetchFiles) return types;
  const files = await fetchFiles(await openConnection(ctx, at.connectionId), source.payload, how);
  const stored: { id: string; type: string; sizeBytes: number }[] = [];
  for (const { id, messageId, contentId } of wanted) {
    const file = files.find((one) => one.contentId === contentId);
    if (!file) continue;
    if ("problem" in file) {
      await noteImportProblem(ctx, messageId, `A file of it did not come: ${file.problem}`);
      continue;
    }
    await ctx.db.files.put({ workspaceId: ctx.workspaceId, fileId: id }, once(file.content));
    stored.push({ id, type: await typeOfBytes(file.content), sizeBytes: file.content.byteLength });
  }
  for (const { id, type } of stored) types.set(id, type);
  // Erased meanwhile: nobody would remove them later.
  for (const fileId of await noteStored(ctx, stored)) {
    await ctx.db.files.remove({ workspaceId: ctx.workspaceId, fileId });
  }
  return types;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
