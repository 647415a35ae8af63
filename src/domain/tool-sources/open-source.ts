import { and, asc, eq } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { openCredentials } from "./credentials.ts";
import { isSource, type ToolSource } from "./queries.ts";
import { type AskForTokens, replaceAccess } from "./replace-access.ts";
import type { OAuthCredentials, ToolCredentials } from "./rules.ts";
import { type ExternalTool, externalTools, type ToolSourceRow, toolSources } from "./tables.ts";

/** What is needed to talk to a server. Only for the product's own work: it holds the secret. */
export interface ToolSourceAccess extends Pick<ToolSource, "id" | "kind" | "name" | "url" | "baseUrl"> {
  credentials: ToolCredentials | null;
  /** Has the tokens that follow the spent ones, asked for by one caller at a time. */
  replace(spent: OAuthCredentials, ask: AskForTokens): Promise<OAuthCredentials>;
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
  const { id, kind, name, url, baseUrl } = row;
  return {
    ...{ id, kind, name, url, baseUrl, credentials: openCredentials(ctx, row) },
    replace: (spent, ask) => replaceAccess(ctx, { toolSourceId: id, spent }, ask),
  };
}
