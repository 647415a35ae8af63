import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { Failure } from "../../scripts/failure.ts";
import { freshDatabase, testDatabase, testUrls } from "../support/database.ts";
import { until } from "../support/until.ts";

test("a test's roles are plain logins that cannot get round row-level security", async () => {
  const db = await testDatabase();
  for (const { sql } of [db.app, db.system]) {
    const [role] = await sql`select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles
      where rolname = current_user`;
    expect(role).toMatchObject({ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false });
    const [owned] = await sql`select count(*)::int as tables from pg_tables where tableowner = current_user`;
    expect(owned).toEqual({ tables: 0 });
  }
});

test("every file of a worker sees the same database, and a fresh one is another", async () => {
  expect(await testUrls()).toEqual(await testUrls());
  const fresh = await freshDatabase();
  expect(fresh.urls.appUrl).not.toBe((await testUrls()).appUrl);
  const [row] = await fresh.app.sql`select current_user as name`;
  expect(row).toEqual({ name: "parley_app" });
});

test("until says what it waited for and what it saw last", async () => {
  let looks = 0;
  await expect(until(() => ++looks > 3, { everyMs: 1 })).resolves.toBe(true);
  const never = until(() => 0, { timeoutMs: 20, everyMs: 5, what: "a miracle" });
  await expect(never).rejects.toThrow("Waited 20 ms for: a miracle. Last seen: 0");
});

test("errors of Node's own modules are Errors in tests too, and classes keep their meaning", async () => {
  const error = await readFile("/nowhere").catch((reason: unknown) => reason);
  expect(error instanceof Error).toBe(true);
  expect(error instanceof TypeError).toBe(false);
  expect(error instanceof Failure).toBe(false);
  expect(new Failure("x") instanceof Failure && new Failure("x") instanceof Error).toBe(true);
});
