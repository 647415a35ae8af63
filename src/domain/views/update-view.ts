import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type CountedView, getView, isView, lockView } from "./queries.ts";
import { allowChange, checkName, type ViewWording } from "./rules.ts";
import { type View, views } from "./tables.ts";
import { beginCount, checkSort, checkViewFilter, lockViews, nextPosition, ownerOf } from "./write-view.ts";

export type ViewChange = Partial<ViewWording> & {
  viewId: string;
  /** The version the author has seen. */
  version?: number;
};

/**
 * Changes a view; what is absent stays. Shown to others, it is counted anew; with another filter or order too.
 * @throws NotFound; AppError("conflict") when somebody changed it meanwhile ("changed_meanwhile").
 */
export async function updateView(ctx: Context, { viewId, version, ...wanted }: ViewChange): Promise<CountedView> {
  return inTransaction(ctx, async (tx) => {
    if (wanted.visibility || wanted.teamId) await lockViews(tx);
    const before = await lockView(tx, viewId);
    allowChange(tx, before.visibility);
    allowChange(tx, wanted.visibility ?? before.visibility);
    if (version !== undefined && version !== before.version) {
      throw new AppError("conflict", "Somebody changed this view meanwhile: look again", {
        details: { reason: "changed_meanwhile", version: before.version },
      });
    }
    const after = await changed(tx, before, wanted);
    checkSort(after);
    if (isSame(before, after)) return getView(tx, viewId);
    const countId = isSameQuestion(before, after) ? before.countId : await beginCount(tx, after);
    const { name, visibility, ownerId, teamId, filter, sort, position } = after;
    const set = { name, visibility, ownerId, teamId, filter, sort, position, countId };
    await tx.q
      .update(views)
      .set({ ...set, version: before.version + 1, updatedAt: now() })
      .where(isView(tx, viewId));
    tx.emit({ name: "view.updated", data: { viewId } });
    return getView(tx, viewId);
  });
}

async function changed(tx: TxContext, before: View, wanted: Partial<ViewWording>): Promise<View> {
  const { visibility = before.visibility, teamId = before.teamId } = wanted;
  const isMoved = visibility !== before.visibility || (visibility === "team" && teamId !== before.teamId);
  const owner = isMoved ? await ownerOf(tx, { visibility, teamId }) : before;
  const { name, filter, sort = before.sort } = wanted;
  const last = isMoved ? await nextPosition(tx, owner) : before.position;
  return {
    ...before,
    ...{ visibility, sort, position: wanted.position ?? last },
    ...{ ownerId: owner.ownerId, teamId: owner.teamId },
    name: name === undefined ? before.name : checkName(name),
    filter: filter === undefined ? before.filter : await checkViewFilter(tx, filter),
  };
}

function isSame(a: View, b: View): boolean {
  return a.name === b.name && a.position === b.position && isSameQuestion(a, b);
}

function isSameQuestion(a: View, b: View): boolean {
  const question = ({ filter, sort, ...view }: View) =>
    JSON.stringify([filter, sort, view.visibility, view.ownerId, view.teamId]);
  return question(a) === question(b);
}
