import { z } from "zod";
import {
  type Field,
  fieldEntities,
  fieldKeyPattern,
  fieldTypes,
  longest,
  mostFields,
  mostOptions,
} from "../../../domain/fields/index.ts";

const key = z.string().max(longest.key).regex(fieldKeyPattern, "Lower-case words joined by underscores: order_number");
const optionInput = z.object({ value: key, label: z.string().trim().min(1).max(longest.label) });

/** What a person writes of a field. */
export const fieldInput = {
  entity: z.enum(fieldEntities),
  key: key.describe("Its name for programs; lower-case words joined by underscores. Never changes."),
  label: z.string().trim().min(1).max(longest.label),
  type: z.enum(fieldTypes).describe("Never changes."),
  options: z.array(optionInput).max(mostOptions).describe("Of a `select` or `multi_select`, in the order shown."),
};

export const fieldShape = z
  .object({
    id: z.uuid(),
    entity: z.enum(fieldEntities),
    key: z.string(),
    label: z.string(),
    type: z.enum(fieldTypes),
    options: z
      .array(z.object({ value: z.string(), label: z.string(), archived: z.boolean() }))
      .describe("Archived ones are there for the values that were chosen before."),
    createdAt: z.iso.datetime(),
    archivedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Field" });

export function showField(row: Field): z.input<typeof fieldShape> {
  return { ...row, createdAt: row.createdAt.toISOString(), archivedAt: row.archivedAt?.toISOString() ?? null };
}

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** By key; a field without a value is absent. */
export const fieldValues = z
  .record(z.string(), value)
  .describe("Values of custom fields by key; a field without a value is absent. Days are `2026-03-01`.");

const settings = z
  .record(z.string(), value.nullable())
  .refine((given) => Object.keys(given).length <= mostFields, `At most ${mostFields} fields at once`);

/** What is set, and what the author saw. */
export const settingInput = {
  values: settings.describe("By key; null empties a field, what is not named stays."),
  seen: settings.optional().describe("What you saw in some of them, null for nothing: 409 when it is not so any more."),
};

export const settingProblems =
  "All of them or none. 422 with `details.field` for what is no value of that field. 409 with `details.reason` = " +
  "`archived` for a field out of use, `changed_meanwhile` when it is not as `seen`; `details.fields` says what it is. " +
  "Without `seen` the later of two changes stays.";
