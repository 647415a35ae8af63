import { inOneTrip, type RawSql } from "../../platform/db.ts";
import type { Field } from "../fields/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import type { Target } from "./fields.ts";

/** Of a custom field, what a filter has to know. */
export type CustomField = Pick<Field, "id" | "entity" | "key" | "label" | "type" | "options"> & { archived: boolean };

/** Every custom field of the workspace, archived ones too. */
export function customFieldsOf(sql: RawSql, workspaceId: string) {
  return sql<CustomField[]>`
    select id, entity, key, label, type, options, archived_at is not null as archived from fields
    where workspace_id = ${workspaceId} order by label, id`;
}

export type Standing = "there" | "archived" | "gone";

const tables: Record<Target, { table: string; archives: boolean }> = {
  member: { table: "members", archives: false },
  team: { table: "teams", archives: true },
  tag: { table: "tags", archives: true },
  customer: { table: "customers", archives: false },
  connection: { table: "connections", archives: false },
};

/** How it stands with these ids; those that are gone, or another workspace's, are absent. */
export async function standingOf(ctx: Context, target: Target, ids: readonly string[]): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const { workspaceId, db } = ctx;
  const { table, archives } = tables[target];
  const rows = await inOneTrip(
    db.app,
    sightOf(ctx),
    (sql) => sql<{ id: string; archived: boolean }[]>`
      select id, ${archives ? sql`archived_at is not null` : sql`false`} as archived
      from ${sql(table)} where workspace_id = ${workspaceId} and id = any(${[...ids]}::uuid[])`,
  );
  return new Map(rows.map(({ id, archived }) => [id, archived ? "archived" : "there"]));
}
