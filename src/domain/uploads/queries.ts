import { and, eq } from "drizzle-orm";
import type { Context } from "../workspaces/index.ts";
import { uploads } from "./tables.ts";

export function isUpload(ctx: Context, uploadId: string) {
  return and(eq(uploads.workspaceId, ctx.workspaceId), eq(uploads.id, uploadId));
}
