import { and, eq, inArray } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { type Upload, uploads } from "./tables.ts";

/** Files of one message. */
export const maxFiles = 25;

/**
 * Takes files out of the waiting ones, in the order named: they belong to the caller's message from now
 * on, and to no other.
 *
 * @throws AppError("invalid_input") when one is not there (`details.reason` "unknown_attachment": used already,
 *   swept, or another workspace's), or they are too large together ("attachments_too_large").
 */
export async function takeUploads(tx: TxContext, ids: readonly string[]): Promise<Upload[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  if (wanted.length > maxFiles) throw new AppError("invalid_input", `A message carries ${maxFiles} files at most`);
  const taken = await tx.q
    .delete(uploads)
    .where(and(eq(uploads.workspaceId, tx.workspaceId), inArray(uploads.id, wanted), eq(uploads.state, "ready")))
    .returning();
  const missing = wanted.filter((id) => !taken.some((row) => row.id === id));
  if (missing.length > 0) {
    throw new AppError("invalid_input", "A file is no longer there: attach it again", {
      details: { reason: "unknown_attachment", attachmentIds: missing },
    });
  }
  refuseTooLarge(tx, taken);
  return wanted.map((id) => taken.find((row) => row.id === id)!);
}

function refuseTooLarge({ db }: TxContext, taken: readonly Upload[]): void {
  const maxBytes = db.files.limits.message;
  if (taken.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) <= maxBytes) return;
  throw new AppError("invalid_input", `The files are larger than ${maxBytes / 1_000_000} MB together`, {
    details: { reason: "attachments_too_large", maxBytes },
  });
}
