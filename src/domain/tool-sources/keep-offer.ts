import { eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { builtInTools } from "../tool-switches/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isOf, isSource, isTool } from "./queries.ts";
import { canonical, hashOf, nameFor, type Offer, type OfferedTool, propertiesOf } from "./rules.ts";
import { type ExternalTool, externalTools, type ToolSourceRow, toolSources } from "./tables.ts";

type Described = Pick<ExternalTool, "description" | "schema" | "isRead">;

/** What a reading found to be different. All of it is switched off. */
export interface OfferDiff {
  added: string[];
  removed: string[];
  changed: { id: string; name: string; what: string[]; wasOn: boolean; before: Described; after: Described }[];
  unchanged: number;
}

/**
 * Puts what a server offers now in the place of what it did. What is new, changed or gone is switched off: nobody has
 * agreed to it. Calls go where they went before, whatever it says now: our secret is for that server.
 * @throws NotFound
 */
export async function keepOffer(
  ctx: Context,
  { toolSourceId, offer }: { toolSourceId: string; offer: Offer },
): Promise<OfferDiff> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    const [source] = await tx.q.select().from(toolSources).where(isSource(tx, toolSourceId)).for("update");
    if (!source) throw new NotFound("Tool source", toolSourceId);
    const known = await tx.q.select().from(externalTools).where(isOf(tx, toolSourceId)).for("update");
    const byKey = new Map(known.map((tool) => [tool.key, tool]));
    const diff: OfferDiff = { added: [], removed: [], changed: [], unchanged: 0 };
    const fresh: OfferedTool[] = [];
    for (const offered of uniqueOf(offer.tools)) {
      const tool = byKey.get(offered.key);
      byKey.delete(offered.key);
      if (!tool) fresh.push(offered);
      else if (tool.hash === hashOf(offered) && tool.isOffered) diff.unchanged++;
      else await replaceTool(tx, tool, offered, diff);
    }
    const added = await insertTools(tx, source, fresh, await namesTaken(tx));
    diff.added.push(...added);
    for (const tool of [...byKey.values()].filter(({ isOffered }) => isOffered)) {
      await tx.q.update(externalTools).set({ isOffered: false, isOn: false }).where(isTool(tx, tool.id));
      diff.removed.push(tool.name);
    }
    const { title, leftOut } = offer;
    await tx.q.update(toolSources).set({ title, leftOut, readAt: now() }).where(isSource(tx, toolSourceId));
    tx.emit({ name: "tool_source.read", data: { toolSourceId } });
    return diff;
  });
}

async function replaceTool(tx: TxContext, tool: ExternalTool, offered: OfferedTool, diff: OfferDiff): Promise<void> {
  const { description, schema, operation, isRead } = offered;
  const known = propertiesOf(schema);
  const bound = Object.fromEntries(Object.entries(tool.bound).filter(([name]) => Object.hasOwn(known, name)));
  // What it may do may be more than was agreed to: all of that is agreed to anew.
  const anew = { isOn: false, needsPerson: !isRead, assurance: "verified" as const };
  await tx.q
    .update(externalTools)
    .set({ ...{ description, schema, operation, isRead, bound }, ...anew, hash: hashOf(offered), isOffered: true })
    .where(isTool(tx, tool.id));
  if (!tool.isOffered) {
    diff.added.push(tool.name);
    return;
  }
  const what = (["description", "schema", "isRead", "operation"] as const).filter(
    (part) => canonical(tool[part]) !== canonical(offered[part]),
  );
  const before = { description: tool.description, schema: tool.schema, isRead: tool.isRead };
  const after = { description, schema, isRead };
  diff.changed.push({ id: tool.id, name: tool.name, what, wasOn: tool.isOn, before, after });
}

/** @returns their names. */
export async function insertTools(
  tx: TxContext,
  { id: sourceId, name: sourceName }: Pick<ToolSourceRow, "id" | "name">,
  offered: readonly OfferedTool[],
  taken: Set<string>,
): Promise<string[]> {
  const rows = uniqueOf(offered).map((tool) => {
    const { key, description, schema, operation, isRead } = tool;
    const name = nameFor(sourceName, tool, taken);
    taken.add(name);
    return {
      ...{ workspaceId: tx.workspaceId, id: newId(), sourceId, key, name, description, schema, operation, isRead },
      ...{ hash: hashOf(tool), isOffered: true, isOn: false, needsPerson: !isRead, assurance: "verified" as const },
      bound: {},
    };
  });
  if (rows.length > 0) await tx.q.insert(externalTools).values(rows);
  return rows.map(({ name }) => name);
}

/** A server may name two things alike: then only the first can be told from the other. */
function uniqueOf(offered: readonly OfferedTool[]): OfferedTool[] {
  return [...new Map(offered.toReversed().map((tool) => [tool.key, tool])).values()].toReversed();
}

/** Of all sources, and of the product itself: a server's tool is never taken for one of those. */
export async function namesTaken(tx: TxContext): Promise<Set<string>> {
  const rows = await tx.q
    .select({ name: externalTools.name })
    .from(externalTools)
    .where(eq(externalTools.workspaceId, tx.workspaceId));
  return new Set([...Object.keys(builtInTools), "hand_over", ...rows.map(({ name }) => name)]);
}
