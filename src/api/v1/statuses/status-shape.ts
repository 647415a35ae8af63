import { z } from "zod";
import { categories, longestStatusName, type Status } from "../../../domain/statuses/index.ts";

export const statusName = z
  .string()
  .trim()
  .min(1)
  .max(longestStatusName)
  .describe("Unlike every other status's, case and accents aside.");
export const category = z.enum(categories);

export const statusShape = z
  .object({
    id: z.uuid(),
    category,
    name: z.string(),
    position: z.number().int().describe("Its place in its category; the default has 0."),
    isDefault: z.boolean().describe("What a conversation of this category is called without a status of its own."),
    archivedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Status" });

export function showStatus(row: Status): z.input<typeof statusShape> {
  const { id, name, position, isDefault, archivedAt } = row;
  return { id, category: row.category, name, position, isDefault, archivedAt: archivedAt?.toISOString() ?? null };
}
