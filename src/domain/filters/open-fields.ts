import { inOneTrip, type RawSql } from "../../platform/db.ts";
import type { Context } from "../workspaces/index.ts";
import type { Fields } from "./check-filter.ts";
import { commerceFields } from "./commerce-fields.ts";
import { builtIn, type FieldDefinition } from "./fields.ts";
import { customField, tagField } from "./own-fields.ts";
import { type CustomField, customFieldsOf } from "./queries.ts";

/** Everything that conversations of this workspace can be asked for, archived fields too. */
export async function openFields({ db, workspaceId }: Context): Promise<Fields> {
  return fieldsWith(
    await inOneTrip(db.app, { workspaceIds: [workspaceId] }, (sql) => customFieldsOf(sql, workspaceId)),
  );
}

/** The same inside a raw transaction. */
export async function openFieldsIn(sql: RawSql, workspaceId: string): Promise<Fields> {
  return fieldsWith(await customFieldsOf(sql, workspaceId));
}

/** What every workspace has, with these of its own. */
export function fieldsWith(own: readonly CustomField[]): Fields {
  const all: FieldDefinition[] = [...builtIn, tagField, ...commerceFields, ...own.map(customField)];
  return new Map(all.map((field) => [field.name, field]));
}
