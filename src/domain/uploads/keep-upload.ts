import { AppError } from "../../platform/errors.ts";
import { cleanFileName } from "../../platform/file-name.ts";
import { typeOfFile, unknownType } from "../../platform/file-type.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isUpload } from "./queries.ts";
import { type Upload, uploads } from "./tables.ts";

/**
 * Keeps a file for a message to come. The row comes before the bytes: what a crash leaves behind is found and swept.
 *
 * @param name as the person's computer calls it; cleaned, and "file" when nothing is left of it.
 * @throws AppError("invalid_input") for an empty file and for one over the limit (`details.maxBytes`).
 */
export async function keepUpload(
  ctx: Context,
  { name, content }: { name: string; content: AsyncIterable<Uint8Array> },
): Promise<Upload> {
  allow(ctx, "conversations:write");
  const key = { workspaceId: ctx.workspaceId, fileId: newId() };
  const arriving = { workspaceId: ctx.workspaceId, id: key.fileId, name: cleanFileName(name) || "file" };
  await inTransaction(ctx, (tx) =>
    tx.q.insert(uploads).values({ ...arriving, state: "arriving", contentType: unknownType, sizeBytes: 0 }),
  );
  try {
    const { files } = ctx.db;
    const sizeBytes = await files.put(key, atMost(files.limits.file, content));
    if (sizeBytes === 0) throw new AppError("invalid_input", "The file is empty");
    const kept = await files.read(key);
    const contentType = kept ? await typeOfFile(kept) : unknownType;
    return await inTransaction(ctx, async (tx) => {
      const set = { state: "ready", contentType, sizeBytes } as const;
      const [row] = await tx.q.update(uploads).set(set).where(isUpload(tx, key.fileId)).returning();
      return row!;
    });
  } catch (error) {
    await ctx.db.files.remove(key);
    await inTransaction(ctx, (tx) => tx.q.delete(uploads).where(isUpload(tx, key.fileId)));
    throw error;
  }
}

async function* atMost(maxBytes: number, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const part of content) {
    seen += part.byteLength;
    if (seen > maxBytes) throw tooLarge(maxBytes);
    yield part;
  }
}

export function tooLarge(maxBytes: number): AppError {
  return new AppError("invalid_input", `The file is larger than ${maxBytes / 1_000_000} MB`, {
    details: { reason: "file_too_large", maxBytes },
  });
}
