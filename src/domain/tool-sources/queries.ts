import { and, asc, count, eq } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { ToolCredentials } from "./rules.ts";
import { type ExternalTool, externalTools, type ToolSourceRow, toolSources } from "./tables.ts";

/** Without its secret, which nobody is shown again. */
export type ToolSource = Omit<ToolSourceRow, "credentialsSealed">;
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

/** What is needed to talk to a server. Only for the product's own work: it holds the secret. */
export interface ToolSourceAccess extends Pick<ToolSource, "id" | "kind" | "name" | "url" | "baseUrl"> {
  credentials: ToolCredentials | null;
}

/** @throws NotFound */
export async function openToolSource(
  ctx: Context,
  { toolSourceId }: { toolSourceId: string },
): Promise<ToolSourceAccess> {
  allow(ctx, "settings:manage");
  const [row] = await read(ctx, (q) => q.select().from(toolSources).where(isSource(ctx, toolSourceId)));
  if (!row) throw new NotFound("Tool source", toolSourceId);
  return accessBy(ctx, row);
}

export interface OpenedTool {
  tool: ExternalTool;
  source: ToolSourceAccess;
}

/** @throws NotFound */
export async function openExternalTool(
  ctx: Context,
  { externalToolId }: { externalToolId: string },
): Promise<OpenedTool> {
  allow(ctx, "settings:manage");
  const [found] = await openTools(ctx, eq(externalTools.id, externalToolId));
  if (!found) throw new NotFound("External tool", externalToolId);
  return found;
}

/** What is switched on and still there. Only for the product's own work: it holds secrets. */
export async function listUsableTools(ctx: Context): Promise<OpenedTool[]> {
  const rows = await read(ctx, (q) => usableTools(q, { workspaceId: ctx.workspaceId }));
  return rows.map(({ tool, source }) => ({ tool, source: accessBy(ctx, source) }));
}

const usableTools = builtOnce((q, given: Given<{ workspaceId: string }>) =>
  q
    .select({ tool: externalTools, source: toolSources })
    .from(externalTools)
    .innerJoin(
      toolSources,
      and(eq(toolSources.workspaceId, given.workspaceId), eq(toolSources.id, externalTools.sourceId)),
    )
    .where(
      and(
        eq(externalTools.workspaceId, given.workspaceId),
        eq(externalTools.isOn, true),
        eq(externalTools.isOffered, true),
      ),
    )
    .orderBy(asc(externalTools.name)),
);

async function openTools(ctx: Context, which: ReturnType<typeof eq>): Promise<OpenedTool[]> {
  const ofSource = and(eq(toolSources.workspaceId, ctx.workspaceId), eq(toolSources.id, externalTools.sourceId));
  const rows = await read(ctx, (q) =>
    q
      .select({ tool: externalTools, source: toolSources })
      .from(externalTools)
      .innerJoin(toolSources, ofSource)
      .where(and(eq(externalTools.workspaceId, ctx.workspaceId), which))
      .orderBy(asc(externalTools.name)),
  );
  return rows.map(({ tool, source }) => ({ tool, source: accessBy(ctx, source) }));
}

function accessBy(ctx: Context, row: ToolSourceRow): ToolSourceAccess {
  const { id, kind, name, url, baseUrl, credentialsSealed } = row;
  const opened = credentialsSealed && ctx.db.seal.open(credentialsSealed, placeOf(ctx, id));
  // Sealed by this folder alone, in this form.
  const credentials = opened ? (JSON.parse(opened) as ToolCredentials) : null;
  return { id, kind, name, url, baseUrl, credentials };
}

export function sealed(ctx: Context, id: string, credentials: ToolCredentials | null) {
  if (!credentials) return { credentialsSealed: null, credentialsType: null };
  return {
    credentialsSealed: ctx.db.seal.seal(JSON.stringify(credentials), placeOf(ctx, id)),
    credentialsType: credentials.type,
  };
}

export function withoutSecret({ credentialsSealed: _, ...source }: ToolSourceRow): ToolSource {
  return source;
}

function placeOf({ workspaceId }: Pick<Context, "workspaceId">, rowId: string) {
  return { workspaceId, table: "tool_sources", rowId, field: "credentials" };
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
