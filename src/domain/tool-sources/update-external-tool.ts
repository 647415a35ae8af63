import { and, count, eq, ne } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Assurance } from "../tool-switches/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isTool } from "./queries.ts";
import { type BoundFact, checkBound, mostToolsOn } from "./rules.ts";
import { type ExternalTool, externalTools } from "./tables.ts";

export interface ToolChange {
  externalToolId: string;
  isOn?: boolean | undefined;
  /** What was seen by whoever switches it on. */
  hash?: string | undefined;
  needsPerson?: boolean | undefined;
  assurance?: Assurance | undefined;
  bound?: Record<string, BoundFact> | undefined;
}

/** Switches a tool, or says who it is for. @throws NotFound; AppError("conflict" | "invalid_input") */
export async function updateExternalTool(
  ctx: Context,
  { externalToolId, hash, ...change }: ToolChange,
): Promise<ExternalTool> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    const [before] = await tx.q.select().from(externalTools).where(isTool(tx, externalToolId)).for("update");
    if (!before) throw new NotFound("External tool", externalToolId);
    const wanted = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const after: ExternalTool = { ...before, ...wanted };
    checkBound(after.schema, after.bound);
    if (!after.isRead && after.assurance !== "verified")
      throw new AppError("invalid_input", "What changes something needs a verified customer", {
        details: { field: "assurance" },
      });
    if (after.isOn && !before.isOn) await refuseSwitchingOn(tx, before, hash);
    const { isOn, needsPerson, assurance, bound } = after;
    const [row] = await tx.q
      .update(externalTools)
      .set({ isOn, needsPerson, assurance, bound })
      .where(isTool(tx, externalToolId))
      .returning();
    const named = { externalToolId, toolSourceId: before.sourceId };
    const word = (on: boolean) => (on ? "on" : "off") as "on" | "off";
    if (isOn !== before.isOn)
      tx.emit({ name: "external_tool.switched", data: { ...named, from: word(before.isOn), to: word(isOn) } });
    if (needsPerson !== before.needsPerson || assurance !== before.assurance || bound !== before.bound)
      tx.emit({ name: "external_tool.changed", data: named });
    return row!;
  });
}

async function refuseSwitchingOn(tx: TxContext, tool: ExternalTool, hash: string | undefined): Promise<void> {
  if (!tool.isOffered) throw new AppError("conflict", "The server does not offer it any more");
  if (hash !== tool.hash)
    throw new AppError("conflict", "Say with `hash` what you have seen of it: it may have changed meanwhile");
  const others = and(eq(externalTools.workspaceId, tx.workspaceId), ne(externalTools.id, tool.id));
  const [{ n = 0 } = {}] = await tx.q
    .select({ n: count() })
    .from(externalTools)
    .where(and(others, eq(externalTools.isOn, true)));
  if (n >= mostToolsOn) throw new AppError("conflict", `${mostToolsOn} tools are on already: switch one off first`);
}
