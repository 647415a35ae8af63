import { and, eq, inArray } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { lockConversation } from "../conversations/index.ts";
import { lockCustomer } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { fieldsByKey, tableOf, valuesOf } from "./queries.ts";
import { archivedField, type FieldEntity, mostFields, unknownField } from "./rules.ts";
import type { Field } from "./tables.ts";
import { checkFieldValue, type FieldValue, sameValue, toRows } from "./values.ts";

export interface FieldSetting {
  /** By key; null empties a field, what is not named stays. */
  values: Readonly<Record<string, unknown>>;
  /** What the author saw in some of them (null: nothing): refused when it is something else by now. */
  seen?: Readonly<Record<string, unknown>>;
}

type Target = { entity: FieldEntity; entityId: string };

/**
 * Sets fields of a conversation: all of them or none. One event per field that really changed. Two people at once come
 * one after the other; on different fields both stay, on the same field the later one does, unless it says what it saw.
 *
 * @throws NotFound, AppError("invalid_input") with `details.field` for an unknown key or what is no value of it.
 * @throws AppError("conflict") for an archived field ("archived"), or one that is not as seen ("changed_meanwhile").
 */
export async function setConversationFields(
  ctx: Context,
  { conversationId, ...setting }: FieldSetting & { conversationId: string },
): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversationId);
    const changed = await setFields(tx, { entity: "conversation", entityId: conversationId }, setting);
    for (const fieldId of changed) tx.emit({ name: "conversation.field_changed", data: { conversationId, fieldId } });
  });
}

/** The same for a customer. */
export async function setCustomerFields(
  ctx: Context,
  { customerId, ...setting }: FieldSetting & { customerId: string },
): Promise<void> {
  allow(ctx, "customers:write");
  await inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, customerId);
    const changed = await setFields(tx, { entity: "customer", entityId: customerId }, setting);
    for (const fieldId of changed) tx.emit({ name: "customer.field_changed", data: { customerId, fieldId } });
  });
}

/** @returns the fields that changed. The caller holds the lock of the conversation or customer. */
async function setFields(tx: TxContext, target: Target, { values, seen = {} }: FieldSetting): Promise<string[]> {
  const named = Object.entries(values);
  if (named.length > mostFields) throw new AppError("invalid_input", `At most ${mostFields} fields at once`);
  const known = await fieldsByKey(tx, target.entity);
  const before = new Map(Object.entries(await valuesOf(tx, target)));
  refuseUnseen(known, before, seen);
  const changes = named.flatMap(([key, given]) => {
    const field = fieldOf(known, key);
    const now = before.get(key) ?? null;
    const value = checkFieldValue(field, given, now);
    if (sameValue(value, now)) return [];
    if (field.archivedAt && value !== null) throw archivedField(field);
    return [{ field, value }];
  });
  if (changes.length > 0) await replace(tx, target, changes);
  return changes.map(({ field }) => field.id);
}

async function replace(tx: TxContext, target: Target, changes: readonly { field: Field; value: FieldValue | null }[]) {
  const table = tableOf(target.entity);
  const { workspaceId } = tx;
  const fieldIds = changes.map(({ field }) => field.id);
  await tx.q
    .delete(table)
    .where(
      and(eq(table.workspaceId, workspaceId), eq(table.entityId, target.entityId), inArray(table.fieldId, fieldIds)),
    );
  const rows = changes.flatMap(({ field, value }) =>
    toRows(field, value).map((stored, place) => ({
      workspaceId,
      entityId: target.entityId,
      fieldId: field.id,
      place,
      ...stored,
    })),
  );
  if (rows.length > 0) await tx.q.insert(table).values(rows);
}

function refuseUnseen(
  known: ReadonlyMap<string, Field>,
  before: ReadonlyMap<string, FieldValue>,
  seen: Readonly<Record<string, unknown>>,
) {
  const other = Object.entries(seen).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before.get(fieldOf(known, key).key) ?? null),
  );
  if (other.length === 0) return;
  const fields = Object.fromEntries(other.map(([key]) => [key, before.get(key) ?? null]));
  throw new AppError("conflict", "Somebody changed this field meanwhile: look again", {
    details: { reason: "changed_meanwhile", fields },
  });
}

function fieldOf(known: ReadonlyMap<string, Field>, key: string): Field {
  const field = known.get(key);
  if (field) return field;
  throw unknownField(key);
}
