import { and, asc, eq, inArray } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { lockConversations } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { fieldsByKey } from "./queries.ts";
import { archivedField, unknownField } from "./rules.ts";
import { conversationFieldValues, type Field, type FieldValueRow } from "./tables.ts";
import { checkFieldValue, type FieldValue, fromRows, sameValue, toRows } from "./values.ts";

/** A value for one conversation. `seen`: what it must hold for that (null: nothing); absent: whatever it holds. */
export interface FieldForOne {
  conversationId: string;
  value: unknown;
  seen?: FieldValue | null;
}

export interface FieldSetTogether {
  changed: { conversationId: string; former: FieldValue | null; wrote: FieldValue | null }[];
  /** They had it already. */
  unchanged: string[];
  refused: { conversationId: string; error: AppError }[];
  missing: string[];
}

/**
 * Sets one field of many conversations: a few statements however many, one event for each that had something else.
 * @throws AppError("invalid_input") for an unknown field; AppError("conflict") for an archived one (`details.reason`).
 */
export async function setFieldTogether(
  ctx: Context,
  { key, items }: { key: string; items: readonly FieldForOne[] },
): Promise<FieldSetTogether> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const ids = items.map(({ conversationId }) => conversationId);
    const present = new Set(await lockConversations(tx, ids));
    const field = (await fieldsByKey(tx, "conversation")).get(key);
    if (!field) throw unknownField(key);
    const before = await valuesNow(tx, field, [...present]);
    const outcome: FieldSetTogether = { changed: [], unchanged: [], refused: [], missing: [] };
    for (const item of items) decideOne(field, present, before, item, outcome);
    await replace(tx, field, outcome.changed);
    for (const { conversationId } of outcome.changed) {
      tx.emit({ name: "conversation.field_changed", data: { conversationId, fieldId: field.id } });
    }
    return outcome;
  });
}

/** @throws AppError when `value` could be given to no conversation: a wrong field, an archived one, no value of it. */
export async function checkFieldSetting(ctx: Context, { key, value }: { key: string; value: unknown }): Promise<void> {
  allow(ctx, "conversations:write");
  const field = (await fieldsByKey(ctx, "conversation")).get(key);
  if (!field) throw unknownField(key);
  const checked = checkFieldValue(field, value, null);
  if (field.archivedAt && checked !== null) throw archivedField(field);
}

function decideOne(
  field: Field,
  present: ReadonlySet<string>,
  before: ReadonlyMap<string, FieldValue>,
  { conversationId, value: given, seen }: FieldForOne,
  outcome: FieldSetTogether,
): void {
  if (!present.has(conversationId)) {
    outcome.missing.push(conversationId);
    return;
  }
  const former = before.get(conversationId) ?? null;
  try {
    if (seen !== undefined && !sameValue(seen, former)) throw changedMeanwhile();
    const wrote = checkFieldValue(field, given, former);
    if (sameValue(wrote, former)) outcome.unchanged.push(conversationId);
    else if (field.archivedAt && wrote !== null) throw archivedField(field);
    else outcome.changed.push({ conversationId, former, wrote });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    outcome.refused.push({ conversationId, error });
  }
}

async function valuesNow(tx: TxContext, field: Field, ids: readonly string[]): Promise<Map<string, FieldValue>> {
  const { workspaceId, fieldId, entityId, place } = conversationFieldValues;
  if (ids.length === 0) return new Map();
  const rows: FieldValueRow[] = await tx.q
    .select()
    .from(conversationFieldValues)
    .where(and(eq(workspaceId, tx.workspaceId), eq(fieldId, field.id), inArray(entityId, [...ids])))
    .orderBy(asc(entityId), asc(place));
  const values = [...Map.groupBy(rows, (row) => row.entityId)].map(
    ([id, own]) => [id, fromRows(field.type, own)] as const,
  );
  return new Map(values.filter((entry): entry is [string, FieldValue] => entry[1] !== null));
}

async function replace(tx: TxContext, field: Field, changed: FieldSetTogether["changed"]): Promise<void> {
  if (changed.length === 0) return;
  const { workspaceId, fieldId, entityId } = conversationFieldValues;
  const ids = changed.map(({ conversationId }) => conversationId);
  await tx.q
    .delete(conversationFieldValues)
    .where(and(eq(workspaceId, tx.workspaceId), eq(fieldId, field.id), inArray(entityId, ids)));
  const rows = changed.flatMap(({ conversationId, wrote }) =>
    toRows(field, wrote).map((stored, place) => ({
      ...{ workspaceId: tx.workspaceId, entityId: conversationId, fieldId: field.id, place },
      ...stored,
    })),
  );
  for (let n = 0; n < rows.length; n += rowsAtOnce) {
    await tx.q.insert(conversationFieldValues).values(rows.slice(n, n + rowsAtOnce));
  }
}

/** A multi-select has many rows, and a statement takes 65,535 parameters. */
const rowsAtOnce = 2000;

function changedMeanwhile(): AppError {
  return new AppError("conflict", "Somebody changed this field meanwhile", {
    details: { reason: "changed_meanwhile" },
  });
}
