import { newId } from "../../platform/ids.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { CountedView } from "./queries.ts";
import { allowChange, checkName, type ViewWording } from "./rules.ts";
import { views } from "./tables.ts";
import { beginCount, checkSort, checkViewFilter, lockViews, nextPosition, ownerOf } from "./write-view.ts";

/**
 * Keeps a question. Its count begins at once, in the background.
 * @throws AppError("invalid_input") with `details.problems` for a filter that cannot be answered.
 * @throws AppError("conflict") when there are too many ("too_many_views").
 * @throws AppError("forbidden") for a program that wants a private view, and for a shared one without "views:manage".
 */
export async function createView(ctx: Context, wanted: Omit<ViewWording, "position">): Promise<CountedView> {
  const { visibility, sort } = wanted;
  allowChange(ctx, visibility);
  const name = checkName(wanted.name);
  return inTransaction(ctx, async (tx) => {
    const filter = await checkViewFilter(tx, wanted.filter);
    const made = { name, ...(await ownerOf(tx, wanted)), filter, sort };
    checkSort(made);
    await lockViews(tx);
    const position = await nextPosition(tx, made);
    const countId = await beginCount(tx, made);
    const id = newId();
    const [row] = await tx.q
      .insert(views)
      .values({ workspaceId: tx.workspaceId, id, ...made, position, countId })
      .returning();
    tx.emit({ name: "view.created", data: { viewId: id } });
    return { ...row!, conversations: null };
  });
}
