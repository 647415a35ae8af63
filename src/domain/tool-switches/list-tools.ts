import { allow } from "../access/index.ts";
import type { Context } from "../workspaces/index.ts";
import { readSwitches, standingOf } from "./queries.ts";
import { type Assurance, type BuiltInTool, builtInTools, type ToolStanding } from "./rules.ts";
import type { AiStop } from "./tables.ts";

interface ListedTool extends ToolStanding {
  tool: string;
  isOn: boolean;
  /** As the product brings it. */
  usual: Assurance;
}

/** Whether the AI works, and what it may use. */
export async function listTools(ctx: Context): Promise<{ stop: AiStop | null; tools: ListedTool[] }> {
  allow(ctx, "conversations:read");
  const switches = await readSwitches(ctx);
  // `Object.keys` gives strings; these are the keys of this very object.
  const names = Object.keys(builtInTools) as BuiltInTool[];
  const tools = names.map((tool) => {
    const { kind, needs: usual, floor } = builtInTools[tool];
    return { tool, kind, floor, usual, ...standingOf(switches, { name: tool, kind, needs: usual, floor }) };
  });
  return { stop: switches.stop, tools };
}
