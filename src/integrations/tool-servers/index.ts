import type { ToolServer } from "../contract-tools.ts";
import { mcp } from "./mcp.ts";
import { openapi } from "./openapi.ts";

export const toolServers = { openapi, mcp } satisfies Record<string, ToolServer>;
