import { and, eq, inArray } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
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
export async function takeUploads(
  tx: TxContext,
  ids: readonly string[],
  from: "ready" | "reserved" = "ready",
): Promise<Upload[]> {
  const wanted = bounded(ids);
  if (wanted.length === 0) return [];
  const taken = await tx.q
    .delete(uploads)
    .where(areIn(tx, wanted, from))
    .returning();
  refuseMissing(wanted, taken);
  refuseTooLarge(tx, taken);
  return wanted.map((id) => taken.find((row) => row.id === id)!);
}

/** Sets files aside for a reply that waits: they are kept, and in no other message. @throws as `takeUploads` does. */
export async function reserveUploads(tx: TxContext, ids: readonly string[]): Promise<string[]> {
  const wanted = bounded(ids);
  if (wanted.length === 0) return [];
  const set = { state: "reserved" } as const;
  const taken = await tx.q
    .update(uploads)
    .set(set)
    .where(areIn(tx, wanted, "ready"))
    .returning();
  refuseMissing(wanted, taken);
  refuseTooLarge(tx, taken);
  return wanted;
}

/** Gives reserved files back; they have a day again. */
export async function releaseUploads(tx: TxContext, ids: readonly string[]): Promise<Upload[]> {
  if (ids.length === 0) return [];
  const set = { state: "ready", createdAt: now() } as const;
  return tx.q
    .update(uploads)
    .set(set)
    .where(areIn(tx, ids, "reserved"))
    .returning();
}

function bounded(ids: readonly string[]): string[] {
  const wanted = [...new Set(ids)];
  if (wanted.length > maxFiles) throw new AppError("invalid_input", `A message carries ${maxFiles} files at most`);
  return wanted;
}

function areIn({ workspaceId }: TxContext, ids: readonly string[], state: Upload["state"]) {
  return and(eq(uploads.workspaceId, workspaceId), inArray(uploads.id, [...ids]), eq(uploads.state, state));
}

function refuseMissing(wanted: readonly string[], taken: readonly Upload[]): void {
  const missing = wanted.filter((id) => !taken.some((row) => row.id === id));
  if (missing.length === 0) return;
  throw new AppError("invalid_input", "A file is no longer there: attach it again", {
    details: { reason: "unknown_attachment", attachmentIds: missing },
  });
}

function refuseTooLarge({ db }: TxContext, taken: readonly Upload[]): void {
  const maxBytes = db.files.limits.message;
  if (taken.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) <= maxBytes) return;
  throw new AppError("invalid_input", `The files are larger than ${maxBytes / 1_000_000} MB together`, {
    details: { reason: "attachments_too_large", maxBytes },
  });
}
