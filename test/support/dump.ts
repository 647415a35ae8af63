import postgres from "postgres";
import type { Database } from "../../src/platform/db.ts";
import { unpackText } from "../../src/platform/packed-json.ts";
import { ofThisRun } from "./run.ts";

export type Dump = { table: string; column: string; text: string }[];

/**
 * Every value of every table of every schema as text, as a superuser sees it, whatever the policies. What is packed is
 * unpacked; what can be read as base64 is there a second time, in clear.
 */
export async function dump({ urls }: Database & { urls: { ownerUrl: string } }): Promise<Dump> {
  const url = new URL(ofThisRun("PARLEY_TEST_PG_URL"));
  url.pathname = new URL(urls.ownerUrl).pathname;
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  try {
    const columns = await sql<{ schema: string; table: string; column: string; type: string }[]>`
      select table_schema as "schema", table_name as "table", column_name as "column", data_type as type from information_schema.columns
      where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 3`;
    const found: Dump = [];
    for (const { schema, table, column, type } of columns) {
      const isBytes = type === "bytea";
      const rows = await sql<{ value: string | Buffer }[]>`
        select ${isBytes ? sql(column) : sql`${sql(column)}::text`} as value
        from ${sql(schema)}.${sql(table)} where ${sql(column)} is not null`;
      const texts = rows.map(({ value }) => (Buffer.isBuffer(value) ? unpackText(value) : value));
      found.push(...texts.flatMap((text) => [text, ...decoded(text)]).map((text) => ({ table, column, text })));
    }
    return found;
  } finally {
    await sql.end();
  }
}

function decoded(text: string): string[] {
  return [...text.matchAll(/[\w+/-]{24,}/g)].map(([one]) => Buffer.from(one, "base64url").toString("latin1"));
}

/** Where any of these words stands. */
export function placesOf(rows: Dump, words: readonly string[]): string[] {
  const hits = rows.filter(({ text }) => words.some((word) => text.includes(word)));
  return [...new Set(hits.map(({ table, column }) => `${table}.${column}`))].sort();
}
