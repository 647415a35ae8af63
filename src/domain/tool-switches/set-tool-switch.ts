import { now } from "../../platform/clock.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { readSwitches, standingOf } from "./queries.ts";
import { type Assurance, builtIn, isAtLeast, isBuiltIn } from "./rules.ts";
import { toolSwitches } from "./tables.ts";

interface ToolSetting {
  tool: string;
  isOn: boolean;
  /** Null: as the tool comes. */
  needs: Assurance | null;
}

/**
 * Switches one of the AI's tools on or off, and says how sure it must be who writes. It counts from the next use on.
 * Safe to repeat.
 *
 * @throws NotFound for a tool there is not; AppError("invalid_input") with `details.reason` "below_floor".
 */
export async function setToolSwitch(ctx: Context, { tool, isOn, needs }: ToolSetting): Promise<void> {
  allow(ctx, "settings:manage");
  if (!isBuiltIn(tool)) throw new NotFound("Tool", tool);
  const standing = builtIn(tool);
  if (needs !== null && !isAtLeast(needs, standing.floor)) {
    const message = `${tool} is never used below the level “${standing.floor}”`;
    throw new AppError("invalid_input", message, { details: { reason: "below_floor", field: "needs" } });
  }
  await inTransaction(ctx, async (tx) => {
    const before = standingOf(await readSwitches(tx), standing);
    const set = { isOn, needs, changedAt: now() };
    await tx.q
      .insert(toolSwitches)
      .values({ workspaceId: tx.workspaceId, id: newId(), tool, ...set })
      .onConflictDoUpdate({ target: [toolSwitches.workspaceId, toolSwitches.tool], set });
    const after = standingOf(await readSwitches(tx), standing);
    if (before.isOn === after.isOn && before.needs === after.needs) return;
    tx.emit({ name: "ai_tool.changed", data: { tool, from: wordsOf(tool, before), to: wordsOf(tool, after) } });
  });
}

function wordsOf(tool: string, { isOn, needs }: { isOn: boolean; needs: Assurance }): string {
  return `${tool}: ${isOn ? needs : "off"}`;
}
