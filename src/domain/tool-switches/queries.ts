import { eq } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Assurance, stricter, type ToolStanding } from "./rules.ts";
import { type AiStop, aiStops, type ToolSwitch, toolSwitches } from "./tables.ts";

/** What a workspace lets the AI use, as it is now. */
interface Switches {
  /** Null: the AI works. */
  stop: AiStop | null;
  tools: ReadonlyMap<string, ToolSwitch>;
}

/** Read before every use of a tool: a switch counts at once. */
export async function readSwitches(ctx: Context): Promise<Switches> {
  const { workspaceId } = ctx;
  return read(ctx, async (q) => {
    const [stops, rows] = await Promise.all([stopsOf(q, { workspaceId }), switchesOf(q, { workspaceId })]);
    return { stop: stops[0] ?? null, tools: new Map(rows.map((row) => [row.tool, row])) };
  });
}

export async function findAiStop(ctx: Context): Promise<AiStop | null> {
  const [row] = await read(ctx, (q) => stopsOf(q, { workspaceId: ctx.workspaceId }));
  return row ?? null;
}

const stopsOf = builtOnce((q, given: Given<{ workspaceId: string }>) =>
  q.select().from(aiStops).where(eq(aiStops.workspaceId, given.workspaceId)),
);

const switchesOf = builtOnce((q, given: Given<{ workspaceId: string }>) =>
  q.select().from(toolSwitches).where(eq(toolSwitches.workspaceId, given.workspaceId)),
);

export function stoppedMessage({ reason }: Pick<AiStop, "reason">): string {
  return reason === "" ? "The AI was stopped" : `The AI was stopped: ${reason}`;
}

/** Whether a tool may be used at all, and from which assurance on. */
export function standingOf(
  { tools }: Switches,
  tool: { name: string } & Omit<ToolStanding, "floor"> & Partial<Pick<ToolStanding, "floor">>,
): { isOn: boolean; needs: Assurance } {
  const row = tools.get(tool.name);
  return { isOn: row?.isOn ?? true, needs: stricter(row?.needs ?? tool.needs, tool.floor ?? tool.needs) };
}
