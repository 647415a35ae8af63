import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkTagName, type TagWording } from "./rules.ts";
import { type Tag, tags } from "./tables.ts";
import { lockCatalogue, refuseTakenName, refuseTooMany } from "./write-tag.ts";

/**
 * Adds a tag to the workspace's catalogue.
 * @throws AppError("invalid_input") for a name that is none.
 * @throws AppError("conflict") when a tag is called so already ("name_taken"), or there are 2,000 ("too_many_tags").
 */
export async function createTag(ctx: Context, { name, color }: TagWording): Promise<Tag> {
  allow(ctx, "tags:manage");
  const called = checkTagName(name);
  return inTransaction(ctx, async (tx) => {
    await lockCatalogue(tx);
    await refuseTakenName(tx, called.nameKey);
    await refuseTooMany(tx);
    const made = { workspaceId: tx.workspaceId, id: newId(), ...called, color };
    const [row] = await tx.q.insert(tags).values(made).returning();
    tx.emit({ name: "tag.created", data: { tagId: made.id } });
    return row!;
  });
}
