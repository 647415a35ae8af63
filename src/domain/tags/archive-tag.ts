import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isTag, lockTag } from "./queries.ts";
import { type Tag, tags } from "./tables.ts";

/** Takes a tag out of use: it stays on its conversations and is put on no other. Safe to repeat. @throws NotFound */
export async function archiveTag(ctx: Context, { tagId }: { tagId: string }): Promise<void> {
  await setArchived(ctx, tagId, true);
}

/** Safe to repeat. @throws NotFound */
export async function restoreTag(ctx: Context, { tagId }: { tagId: string }): Promise<Tag> {
  return setArchived(ctx, tagId, false);
}

async function setArchived(ctx: Context, tagId: string, archived: boolean): Promise<Tag> {
  allow(ctx, "tags:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockTag(tx, tagId, "update");
    if ((before.archivedAt !== null) === archived) return before;
    const archivedAt = archived ? now() : null;
    const [row] = await tx.q.update(tags).set({ archivedAt }).where(isTag(tx, tagId)).returning();
    tx.emit({ name: archived ? "tag.archived" : "tag.restored", data: { tagId } });
    return row!;
  });
}
