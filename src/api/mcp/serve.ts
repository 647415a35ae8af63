import { McpServer } from "@modelcontextprotocol/server";
import { allow, type Permission } from "../../domain/access/index.ts";
import type { Context } from "../../domain/workspaces/index.ts";
import { AppError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import { type Call, isForPages } from "../endpoint.ts";
import { inputOf, isRead, type McpTool, mcpTools } from "./tools.ts";

export interface McpCaller {
  ctx: Context;
  log: Log;
  callOf(tool: McpTool): Call;
}

/** The server as one caller sees it: with the tools its key may use, and no others. */
export function serverFor(caller: McpCaller): McpServer {
  const server = new McpServer({ name: "parley", title: "Parley", version: "1" });
  for (const tool of mcpTools.filter((one) => isAllowed(caller.ctx, one))) {
    const { name, endpoint, description } = tool;
    const words = description ?? [endpoint.summary, endpoint.description].filter(Boolean).join(". ");
    const annotations = { readOnlyHint: isRead(tool), destructiveHint: false, openWorldHint: false };
    server.registerTool(name, { description: words, inputSchema: inputOf(tool), annotations }, (input) =>
      answer(caller, tool, input),
    );
  }
  return server;
}

/** @throws AppError("forbidden"): an endpoint without a permission of its own is for nobody here. */
function scopeOf({ endpoint }: McpTool): Permission {
  const { scope } = endpoint;
  if (scope === "public" || scope === "session" || isForPages(scope))
    throw new AppError("forbidden", "This is not for programs");
  return scope;
}

function isAllowed({ permissions }: Context, tool: McpTool): boolean {
  return permissions === "all" || permissions.has(scopeOf(tool));
}

async function answer({ ctx, log, callOf }: McpCaller, tool: McpTool, input: Record<string, unknown>) {
  const { endpoint, fixed, prepare } = tool;
  try {
    // Asked here as for every request, although who may not is not shown the tool.
    allow(ctx, scopeOf(tool));
    const given = Object.fromEntries(Object.entries({ ...input, ...fixed }).filter(([, value]) => value !== undefined));
    const said = await endpoint.respond(ctx, prepare ? prepare(given) : given, callOf(tool));
    return { content: [{ type: "text" as const, text: JSON.stringify(said ?? null) }] };
  } catch (error) {
    const known = error instanceof AppError && error.code !== "bug" ? error : null;
    if (!known) log.error({ err: error, requestId: ctx.requestId, tool: tool.name }, "tool failed");
    const problem = {
      code: known?.code ?? "bug",
      detail: known?.message ?? `Quote ${ctx.requestId} when you report it`,
    };
    return { isError: true, content: [{ type: "text" as const, text: JSON.stringify(problem) }] };
  }
}
