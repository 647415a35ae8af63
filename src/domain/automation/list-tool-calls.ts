import { and, desc, eq, gte } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { runSteps, runs } from "./tables.ts";

/** What a run asked of a tool, and in which conversation. */
export interface ToolCall {
  conversationId: string;
  at: Date;
  request: unknown;
  response: unknown;
}

/** Calls of one tool, newest first, of conversations the actor sees. */
export async function listToolCalls(
  ctx: Context,
  { name, since, limit }: { name: string; since: Date; limit: number },
): Promise<ToolCall[]> {
  allow(ctx, "conversations:read");
  const { conversationId } = runs;
  const { createdAt: at, request, response } = runSteps;
  return read(ctx, (q) =>
    q
      .select({ conversationId, at, request, response })
      .from(runSteps)
      .innerJoin(runs, and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runSteps.runId)))
      .where(
        and(
          eq(runSteps.workspaceId, ctx.workspaceId),
          eq(runSteps.kind, "tool"),
          eq(runSteps.name, name),
          gte(at, since),
        ),
      )
      .orderBy(desc(at), desc(runSteps.id))
      .limit(limit),
  );
}
