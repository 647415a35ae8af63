import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import type { Catalogue } from "./catalogue.ts";

interface Column {
  name: string;
  type: string;
}

interface Target {
  table: string;
  /** The column that says whose row it is. */
  owner: string;
  columns: Column[];
}

const forbidden = "42501"; // insufficient_privilege, which a row-level check raises too

/**
 * Puts one row of each of two workspaces into every table the app reaches, then works as the app: it must see
 * nothing without a workspace, only its own with one, and get nothing into, out of or past the other one.
 *
 * @param tx a superuser's transaction, to be rolled back.
 * @returns one sentence per hole.
 */
export async function probeIsolation(tx: postgres.TransactionSql, { tables }: Catalogue): Promise<string[]> {
  const [mine, theirs] = [randomUUID(), randomUUID()];
  const reached = tables.filter(({ schema, reachedBy }) => schema === "public" && reachedBy.includes("parley_app"));
  const targets = await Promise.all(reached.map(({ name }) => describe(tx, name)));
  await tx`select set_config('session_replication_role', 'replica', true)`; // rows without what they refer to
  for (const target of targets) for (const workspaceId of [mine, theirs]) await insert(tx, target, workspaceId);
  await tx`set local role parley_app`;
  const holes: string[] = [];
  for (const target of targets) holes.push(...(await probeTable(tx, target, mine, theirs)));
  return holes;
}

async function probeTable(tx: postgres.TransactionSql, target: Target, mine: string, theirs: string) {
  const { table, owner } = target;
  const rowsSeen = async (workspaceIds: string) => {
    await tx`select set_config('parley.workspace_ids', ${workspaceIds}, true)`;
    const rows = await tx<{ owner: string }[]>`select ${tx(owner)} as owner from ${tx(table)}`;
    return rows.map((row) => row.owner);
  };
  const nobody = await rowsSeen("");
  const seen = await rowsSeen(mine);
  const inserted = await outcome(tx, (nested) => insert(nested, target, theirs));
  const moved = await outcome(tx, (nested) => nested`update ${nested(table)} set ${nested(owner)} = ${theirs}`);
  const deleted = await outcome(
    tx,
    (nested) => nested`delete from ${nested(table)} where ${nested(owner)} = ${theirs}`,
  );
  return [
    nobody.length > 0 && `${table} shows rows without a workspace`,
    !seen.includes(mine) && `${table} hides the workspace's own rows`,
    seen.some((id) => id !== mine) && `${table} shows rows of another workspace`,
    inserted !== "refused" && `${table} takes rows of another workspace`,
    typeof moved === "number" && moved > 0 && `${table} lets a row move to another workspace`,
    typeof deleted === "number" && deleted > 0 && `${table} lets another workspace's rows be deleted`,
  ].filter((hole) => hole !== false);
}

/** Undone whatever happens. @returns "refused", or the number of rows written. */
async function outcome(
  tx: postgres.TransactionSql,
  work: (nested: postgres.TransactionSql) => PromiseLike<{ count: number }>,
): Promise<"refused" | number> {
  const undo = new Error("undo");
  let count = 0;
  try {
    await tx.savepoint(async (nested) => {
      ({ count } = await work(nested));
      throw undo;
    });
  } catch (error) {
    if (error === undo) return count;
    if (error instanceof Error && "code" in error && error.code === forbidden) return "refused";
    throw error;
  }
  return count;
}

async function describe(tx: postgres.TransactionSql, table: string): Promise<Target> {
  const columns = await tx<(Column & { needed: boolean })[]>`
    select attname as name, format_type(atttypid, null) as type,
      attnotnull and not atthasdef and attidentity = '' as needed
    from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`;
  const owner = columns.some(({ name }) => name === "workspace_id") ? "workspace_id" : "id";
  return { table, owner, columns: columns.filter(({ needed, name }) => needed || name === owner) };
}

function insert(tx: postgres.TransactionSql, { table, owner, columns }: Target, workspaceId: string) {
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const casts = columns.map(({ type }, n) => `$${n + 1}::text::${type}`).join(", ");
  const values = columns.map(({ name, type }) => (name === owner ? workspaceId : anyValue(type)));
  return tx.unsafe(`insert into "${table}" (${names}) values (${casts})`, values);
}

function anyValue(type: string): string {
  if (type === "tsvector") return "";
  if (["uuid", "text", "character varying"].includes(type)) return randomUUID();
  if (["integer", "bigint", "smallint", "numeric"].includes(type)) return "1";
  if (type === "bytea") return "\\x00";
  if (type.startsWith("json")) return "{}";
  if (type.startsWith("timestamp") || type === "date") return "2026-01-01";
  if (type === "boolean") return "true";
  if (type === "bit varying") return "1";
  if (type.endsWith("[]")) return "{}";
  if (type === "bytea") return "\\x00";
  throw new Error(`Say here what a value of type ${type} looks like`);
}
