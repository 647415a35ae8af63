import { and, eq } from "drizzle-orm";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { drafts, type Run, runs } from "./tables.ts";

/** What the turn that wrote a draft was begun for; null: the draft is gone. */
export async function findDraftCause(
  ctx: Context,
  draftId: string,
): Promise<Pick<Run, "conversationId" | "because"> | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ conversationId: drafts.conversationId, because: runs.because })
      .from(drafts)
      .innerJoin(runs, and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, drafts.runId)))
      .where(and(eq(drafts.workspaceId, ctx.workspaceId), eq(drafts.id, draftId))),
  );
  return row ?? null;
}
