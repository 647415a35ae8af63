import { and, eq } from "drizzle-orm";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { remove } from "./discard-upload.ts";
import { uploads } from "./tables.ts";

const removedAtOnce = 200;

/**
 * Files of rows that go with the caller's transaction: from its commit on they wait to be removed, so that no bytes are
 * left that no row knows, whatever crashes.
 */
export async function discardFiles(tx: TxContext, fileIds: readonly string[]): Promise<void> {
  const rows = [...new Set(fileIds)].map((id) => ({
    ...{ workspaceId: tx.workspaceId, id, state: "leaving" as const, name: "" },
    ...{ contentType: "application/octet-stream", sizeBytes: 0 },
  }));
  for (let n = 0; n < rows.length; n += 1000) {
    await tx.q
      .insert(uploads)
      .values(rows.slice(n, n + 1000))
      .onConflictDoUpdate({ target: [uploads.workspaceId, uploads.id], set: { state: "leaving", name: "" } });
  }
}

/** Removes the bytes of all files that wait for it, and their rows. Safe to repeat. */
export async function removeDiscarded(ctx: Context): Promise<void> {
  for (let more = true; more; ) {
    const waiting = await inTransaction(ctx, (tx) =>
      tx.q
        .select({ id: uploads.id })
        .from(uploads)
        .where(and(eq(uploads.workspaceId, tx.workspaceId), eq(uploads.state, "leaving")))
        .limit(removedAtOnce),
    );
    await remove(
      ctx,
      waiting.map(({ id }) => id),
    );
    more = waiting.length === removedAtOnce;
  }
}
