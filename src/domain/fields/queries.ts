import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { FieldEntity } from "./rules.ts";
import { conversationFieldValues, customerFieldValues, type Field, fields } from "./tables.ts";
import { type FieldValue, fromRows } from "./values.ts";

/** By label; all those in use or all archived ones. */
export async function listFields(
  ctx: Context,
  { entity, archived }: { entity?: FieldEntity; archived: boolean },
): Promise<Field[]> {
  allow(ctx, "fields:read");
  return read(ctx, (q) =>
    q
      .select()
      .from(fields)
      .where(
        and(
          eq(fields.workspaceId, ctx.workspaceId),
          archived ? isNotNull(fields.archivedAt) : isNull(fields.archivedAt),
          entity && eq(fields.entity, entity),
        ),
      )
      .orderBy(asc(fields.entity), asc(sql`lower(${fields.label})`), asc(fields.id)),
  );
}

/** Every field of an entity, archived ones too, by key. */
export async function fieldsByKey(ctx: Context, entity: FieldEntity): Promise<Map<string, Field>> {
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(fields)
      .where(and(eq(fields.workspaceId, ctx.workspaceId), eq(fields.entity, entity))),
  );
  return new Map(rows.map((field) => [field.key, field]));
}

/** Takes the row's lock. @throws NotFound */
export async function lockField(tx: TxContext, fieldId: string): Promise<Field> {
  const [row] = await tx.q.select().from(fields).where(isField(tx, fieldId)).for("update");
  if (!row) throw new NotFound("Field", fieldId);
  return row;
}

/** The values of a conversation or a customer by key; a field without a value is absent. */
export async function valuesOf(
  ctx: Context,
  { entity, entityId }: { entity: FieldEntity; entityId: string },
): Promise<Record<string, FieldValue>> {
  allow(ctx, entity === "customer" ? "customers:read" : "conversations:read");
  const table = tableOf(entity);
  const rows = await read(ctx, (q) =>
    q
      .select({ key: fields.key, type: fields.type, row: table })
      .from(table)
      .innerJoin(fields, and(eq(fields.workspaceId, ctx.workspaceId), eq(fields.id, table.fieldId)))
      .where(and(eq(table.workspaceId, ctx.workspaceId), eq(table.entityId, entityId)))
      .orderBy(asc(table.fieldId), asc(table.place)),
  );
  const byKey = Map.groupBy(rows, ({ key }) => key);
  const values = [...byKey].map(([key, [first, ...more]]) => {
    const all = [first!, ...more].map(({ row }) => row);
    return [key, fromRows(first!.type, all)] as const;
  });
  return Object.fromEntries(values.filter((entry): entry is [string, FieldValue] => entry[1] !== null));
}

export function tableOf(entity: FieldEntity) {
  return entity === "customer" ? customerFieldValues : conversationFieldValues;
}

export function isField(ctx: Context, fieldId: string) {
  return and(eq(fields.workspaceId, ctx.workspaceId), eq(fields.id, fieldId));
}
