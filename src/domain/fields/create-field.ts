import { and, count, eq, sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkKey, checkLabel, checkOptions, type FieldEntity, mostFields, type OptionWording } from "./rules.ts";
import { type Field, fields } from "./tables.ts";

export interface NewField {
  entity: FieldEntity;
  key: string;
  label: string;
  type: Field["type"];
  options: readonly OptionWording[];
}

/**
 * Defines a field of all conversations or all customers. Its key, entity and type stay as they are.
 * @throws AppError("invalid_input") with `details.field`.
 * @throws AppError("conflict") when the key is taken ("key_taken"), or there are 100 ("too_many_fields").
 */
export async function createField(ctx: Context, wanted: NewField): Promise<Field> {
  allow(ctx, "fields:manage");
  const { entity, type } = wanted;
  const key = checkKey(wanted.key);
  const made = { entity, type, key, label: checkLabel(wanted.label), options: checkOptions(type, wanted.options) };
  return inTransaction(ctx, async (tx) => {
    await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`fields ${tx.workspaceId}`}, 0))`);
    await refuseTooMany(tx, entity);
    const id = newId();
    const [row] = await tx.q
      .insert(fields)
      .values({ workspaceId: tx.workspaceId, id, ...made })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      throw new AppError("conflict", `There is already a ${entity} field with the key ${key}`, {
        details: { reason: "key_taken", key },
      });
    }
    tx.emit({ name: "field.created", data: { fieldId: id } });
    return row;
  });
}

async function refuseTooMany(tx: TxContext, entity: FieldEntity): Promise<void> {
  const [row] = await tx.q
    .select({ fields: count() })
    .from(fields)
    .where(and(eq(fields.workspaceId, tx.workspaceId), eq(fields.entity, entity)));
  if (row!.fields < mostFields) return;
  throw new AppError("conflict", `There are at most ${mostFields} ${entity} fields, archived ones included`, {
    details: { reason: "too_many_fields", limit: mostFields },
  });
}
