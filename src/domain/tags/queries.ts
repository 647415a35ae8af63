import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { refuseArchived } from "./rules.ts";
import { type Tag, tags } from "./tables.ts";

/** By name, case and accents aside; all those in use or all archived ones, which are `mostTags` at most. */
export async function listTags(ctx: Context, { archived }: { archived: boolean }): Promise<Tag[]> {
  allow(ctx, "tags:read");
  return read(ctx, (q) =>
    q
      .select()
      .from(tags)
      .where(
        and(eq(tags.workspaceId, ctx.workspaceId), archived ? isNotNull(tags.archivedAt) : isNull(tags.archivedAt)),
      )
      .orderBy(asc(tags.nameKey), asc(tags.id)),
  );
}

/** An archived one too. @throws NotFound also when the row is another workspace's. */
export async function getTag(ctx: Context, tagId: string): Promise<Tag> {
  const [row] = await read(ctx, (q) => q.select().from(tags).where(isTag(ctx, tagId)));
  if (!row) throw new NotFound("Tag", tagId);
  return row;
}

/** A tag that can be put on something. @throws NotFound, AppError("conflict") when it is archived. */
export async function getTagInUse(ctx: Context, tagId: string): Promise<Tag> {
  const tag = await getTag(ctx, tagId);
  refuseArchived(tag);
  return tag;
}

/** Takes the row's lock: it is not archived while something is given it. @throws NotFound */
export async function lockTag(tx: TxContext, tagId: string, strength: "update" | "share"): Promise<Tag> {
  const [row] = await tx.q.select().from(tags).where(isTag(tx, tagId)).for(strength);
  if (!row) throw new NotFound("Tag", tagId);
  return row;
}

export function isTag(ctx: Context, tagId: string) {
  return and(eq(tags.workspaceId, ctx.workspaceId), eq(tags.id, tagId));
}
