import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isView, lockView } from "./queries.ts";
import { allowChange } from "./rules.ts";
import { views } from "./tables.ts";
import { noteUnfinished } from "./write-view.ts";

/** Forgets a view; its conversations stay as they are. @throws NotFound */
export async function deleteView(ctx: Context, { viewId }: { viewId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { visibility } = await lockView(tx, viewId);
    allowChange(tx, visibility);
    await noteUnfinished(tx);
    await tx.q.delete(views).where(isView(tx, viewId));
    tx.emit({ name: "view.deleted", data: { viewId } });
  });
}
