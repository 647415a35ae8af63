import type { ToolServer } from "../contract-tools.ts";
import { mcp } from "./mcp.ts";
import { openapi } from "./openapi.ts";

export { LoginDeclined, LoginNeeded } from "./oauth.ts";

export const toolServers: Readonly<Record<"openapi" | "mcp", ToolServer>> = { openapi, mcp };
