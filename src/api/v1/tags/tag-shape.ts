import { z } from "zod";
import { longestTagName, type Tag, tagColors } from "../../../domain/tags/index.ts";

/** What a person writes of a tag. */
export const tagInput = {
  name: z.string().trim().min(1).max(longestTagName).describe("Unlike every other tag's, case and accents aside."),
  color: z.enum(tagColors),
};

export const tagShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    color: z.enum(tagColors),
    createdAt: z.iso.datetime(),
    archivedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Tag" });

export function showTag({ id, name, color, createdAt, archivedAt }: Tag): z.input<typeof tagShape> {
  return { id, name, color, createdAt: createdAt.toISOString(), archivedAt: archivedAt?.toISOString() ?? null };
}
