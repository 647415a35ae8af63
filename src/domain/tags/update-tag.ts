import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isTag, lockTag } from "./queries.ts";
import { checkTagName, type TagWording } from "./rules.ts";
import { type Tag, tags } from "./tables.ts";
import { lockCatalogue, refuseTakenName } from "./write-tag.ts";

/**
 * Renames or recolours a tag wherever it stands. Safe to repeat: without a difference nothing happens; of two changes
 * at once each keeps what only it names, and the later one the rest.
 * @throws NotFound, AppError("invalid_input"), AppError("conflict") with "name_taken" as `createTag` does.
 */
export async function updateTag(
  ctx: Context,
  { tagId, name, color }: { tagId: string } & Partial<TagWording>,
): Promise<Tag> {
  allow(ctx, "tags:manage");
  const called = name === undefined ? {} : checkTagName(name);
  return inTransaction(ctx, async (tx) => {
    await lockCatalogue(tx);
    const before = await lockTag(tx, tagId, "update");
    const after = { ...before, ...called, ...(color !== undefined && { color }) };
    if (after.name === before.name && after.color === before.color) return before;
    await refuseTakenName(tx, after.nameKey, tagId);
    const { nameKey } = after;
    const [row] = await tx.q
      .update(tags)
      .set({ name: after.name, nameKey, color: after.color })
      .where(isTag(tx, tagId))
      .returning();
    tx.emit({ name: "tag.updated", data: { tagId } });
    return row!;
  });
}
