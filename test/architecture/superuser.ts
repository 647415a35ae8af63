import postgres from "postgres";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshUrls } from "../support/database.ts";
import { ofThisRun } from "../support/run.ts";

/** A superuser's connection to a migrated database of its own; both go by themselves. */
export async function superuserOfFreshDatabase(): Promise<postgres.Sql> {
  const url = new URL(ofThisRun("PARLEY_TEST_PG_URL"));
  url.pathname = new URL((await freshUrls()).ownerUrl).pathname;
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  closeAtEnd(() => sql.end());
  return sql;
}

/** Runs `work` in a transaction that leaves nothing behind, not even changes to the cluster's roles. */
export async function andUndo<T>(sql: postgres.Sql, work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T> {
  const undo = new Error("undo");
  let result: { value: T } | undefined;
  await sql
    .begin(async (tx) => {
      result = { value: await work(tx) };
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  if (!result) throw new Error("The work did not run");
  return result.value;
}
