import { and, asc, count, eq } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type ExternalTool, externalTools, type ToolSourceRow, toolSources } from "./tables.ts";

/** Without its secrets, which nobody is shown again. */
export type ToolSource = Omit<ToolSourceRow, "credentialsSealed" | "attemptSealed" | "replacingId" | "replacingUntil">;
export type CountedSource = ToolSource & { tools: number; toolsOn: number };

export async function listToolSources(ctx: Context): Promise<CountedSource[]> {
  allow(ctx, "settings:manage");
  const { workspaceId } = ctx;
  const [sources, tools] = await read(ctx, (q) =>
    Promise.all([
      q.select().from(toolSources).where(eq(toolSources.workspaceId, workspaceId)).orderBy(asc(toolSources.id)),
      q
        .select({ sourceId: externalTools.sourceId, isOn: externalTools.isOn, n: count() })
        .from(externalTools)
        .where(and(eq(externalTools.workspaceId, workspaceId), eq(externalTools.isOffered, true)))
        .groupBy(externalTools.sourceId, externalTools.isOn),
    ]),
  );
  return sources.map((source) => {
    const theirs = tools.filter(({ sourceId }) => sourceId === source.id);
    const sum = (of: typeof theirs) => of.reduce((all, { n }) => all + n, 0);
    return { ...withoutSecret(source), tools: sum(theirs), toolsOn: sum(theirs.filter(({ isOn }) => isOn)) };
  });
}

/** A source with all it offers, in its own order of names. @throws NotFound */
export async function getToolSource(
  ctx: Context,
  { toolSourceId }: { toolSourceId: string },
): Promise<ToolSource & { tools: ExternalTool[] }> {
  allow(ctx, "settings:manage");
  return read(ctx, async (q) => {
    const [source] = await q.select().from(toolSources).where(isSource(ctx, toolSourceId));
    if (!source) throw new NotFound("Tool source", toolSourceId);
    const tools = await q.select().from(externalTools).where(isOf(ctx, toolSourceId)).orderBy(asc(externalTools.name));
    return { ...withoutSecret(source), tools };
  });
}

export function withoutSecret(row: ToolSourceRow): ToolSource {
  const { credentialsSealed: _c, attemptSealed: _a, replacingId: _i, replacingUntil: _u, ...source } = row;
  return source;
}

export function isSource(ctx: Pick<Context, "workspaceId">, id: string) {
  return and(eq(toolSources.workspaceId, ctx.workspaceId), eq(toolSources.id, id));
}

export function isOf(ctx: Pick<Context, "workspaceId">, sourceId: string) {
  return and(eq(externalTools.workspaceId, ctx.workspaceId), eq(externalTools.sourceId, sourceId));
}

export function isTool(ctx: Pick<Context, "workspaceId">, id: string) {
  return and(eq(externalTools.workspaceId, ctx.workspaceId), eq(externalTools.id, id));
}
