import { and, asc, eq, inArray } from "drizzle-orm";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Upload, uploads } from "./tables.ts";

export function isUpload(ctx: Context, uploadId: string) {
  return and(eq(uploads.workspaceId, ctx.workspaceId), eq(uploads.id, uploadId));
}

/** Those of these files that are there to be used (or are reserved), in the order they came. */
export async function listUploads(
  ctx: Context,
  ids: readonly string[],
  state: "ready" | "reserved" = "ready",
): Promise<Upload[]> {
  if (ids.length === 0) return [];
  return read(ctx, (q) =>
    q
      .select()
      .from(uploads)
      .where(and(eq(uploads.workspaceId, ctx.workspaceId), inArray(uploads.id, [...ids]), eq(uploads.state, state)))
      .orderBy(asc(uploads.id)),
  );
}
