import { z } from "zod";
import { assurances, type listTools, toolKinds } from "../../../domain/tool-switches/index.ts";

const level = z
  .enum(assurances)
  .describe("How sure the product is who writes: anonymous, claimed (an address or number says so) or verified.");

const toolShape = z
  .object({
    tool: z.string(),
    kind: z.enum(toolKinds).describe("read; write: changes something here; money: asks a shop to change something."),
    isOn: z.boolean(),
    needs: level,
    usual: level.describe("What it needs where a workspace has not said otherwise."),
    floor: level.describe("What no workspace goes below."),
  })
  .meta({ id: "AiTool" });

export const switchesShape = z
  .object({
    stop: z
      .object({ reason: z.string(), stoppedAt: z.iso.datetime() })
      .nullable()
      .describe("Null: the AI works. While it is stopped it asks no model, uses no tool and sends nothing."),
    tools: z.array(toolShape),
  })
  .meta({ id: "AiSwitches" });

export const neededLevel = level.nullable().describe("Null: as the tool comes. `below_floor` when it is too low.");

export function showSwitches({ stop, tools }: Awaited<ReturnType<typeof listTools>>) {
  return { stop: stop && { reason: stop.reason, stoppedAt: stop.createdAt.toISOString() }, tools };
}
