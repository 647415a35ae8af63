import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isField, lockField } from "./queries.ts";
import { checkLabel, checkOptions, type OptionWording } from "./rules.ts";
import { type Field, fields } from "./tables.ts";

export interface FieldChange {
  fieldId: string;
  label?: string;
  /** All that are to be chosen from, in order; one left out is archived and can be named again. */
  options?: readonly OptionWording[];
}

/** Safe to repeat: without a difference nothing happens. @throws NotFound, AppError("invalid_input") */
export async function updateField(ctx: Context, { fieldId, label, options }: FieldChange): Promise<Field> {
  allow(ctx, "fields:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockField(tx, fieldId);
    const set = {
      label: label === undefined ? before.label : checkLabel(label),
      options: options === undefined ? before.options : checkOptions(before.type, options, before.options),
    };
    if (JSON.stringify(set) === JSON.stringify({ label: before.label, options: before.options })) return before;
    const [row] = await tx.q.update(fields).set(set).where(isField(tx, fieldId)).returning();
    tx.emit({ name: "field.updated", data: { fieldId } });
    return row!;
  });
}
