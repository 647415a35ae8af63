import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { sealed } from "./credentials.ts";
import { isSource, type ToolSource, withoutSecret } from "./queries.ts";
import type { ToolCredentials } from "./rules.ts";
import { toolSources } from "./tables.ts";

/** Forgets a server with its tools and its secret. @throws NotFound */
export async function removeToolSource(ctx: Context, { toolSourceId }: { toolSourceId: string }): Promise<void> {
  allow(ctx, "settings:manage");
  await inTransaction(ctx, async (tx) => {
    const [gone] = await tx.q.delete(toolSources).where(isSource(tx, toolSourceId)).returning();
    if (!gone) throw new NotFound("Tool source", toolSourceId);
    tx.emit({ name: "tool_source.removed", data: { toolSourceId } });
  });
}

/** Another name, or another secret in the place of the one before it. @throws NotFound */
export async function updateToolSource(
  ctx: Context,
  input: { toolSourceId: string; name?: string | undefined; credentials?: ToolCredentials | null | undefined },
): Promise<ToolSource> {
  allow(ctx, "settings:manage");
  const { toolSourceId, name, credentials } = input;
  return inTransaction(ctx, async (tx) => {
    const [before] = await tx.q.select().from(toolSources).where(isSource(tx, toolSourceId)).for("update");
    if (!before) throw new NotFound("Tool source", toolSourceId);
    const changed = {
      ...(name !== undefined && { name }),
      ...(credentials !== undefined && sealed(tx, toolSourceId, credentials)),
    };
    if (Object.keys(changed).length === 0) return withoutSecret(before);
    const [row] = await tx.q.update(toolSources).set(changed).where(isSource(tx, toolSourceId)).returning();
    const event = credentials !== undefined ? "tool_source.secret_replaced" : "tool_source.renamed";
    tx.emit({ name: event, data: { toolSourceId } });
    return withoutSecret(row!);
  });
}
