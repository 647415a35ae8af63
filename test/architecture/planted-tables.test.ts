import { beforeAll, describe, expect, test } from "@jest/globals";
import type postgres from "postgres";
import { readCatalogue } from "./catalogue.ts";
import { probeIsolation } from "./isolation.ts";
import { andUndo, superuserOfFreshDatabase } from "./superuser.ts";
import { tenancyRules } from "./tenancy-rules.ts";

const ofThisWorkspace = "case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end";
const walled = `alter table planted enable row level security; alter table planted force row level security;
  create policy workspace_only on planted to parley_app using (${ofThisWorkspace}) with check (${ofThisWorkspace})`;
const keyed = "create table planted (workspace_id uuid, id uuid, customer_id uuid, primary key (workspace_id, id))";

/** What breaks each rule, run as the owner of the tables; a rule without one fails below. */
const violations: Record<keyof typeof tenancyRules, string> = {
  "every table has workspace_id, except the closed list of global ones": "create table planted (id uuid primary key)",
  "every tenant table has a primary key": "create table planted (workspace_id uuid, id uuid)",
  "workspace_id leads every primary key, unique key and index of a tenant table":
    "create index planted on messages (sent_at, workspace_id)",
  "an exception for an index does not cover a key":
    "drop index jobs_due; create unique index jobs_due on jobs (queue, run_at, position)",
  "every foreign key between tenant tables carries the workspace":
    "alter table identities add unique (workspace_id, id, kind); create unique index planted on customers (id);" +
    "alter table identities add foreign key (customer_id) references customers (id)",
  "no global table points into a tenant table":
    "alter table users add workspace_id uuid; alter table users add customer_id uuid;" +
    "alter table users add foreign key (workspace_id, customer_id) references customers (workspace_id, id)",
  "every table has row-level security, for its owner too": "alter table orders no force row level security",
  "the product's roles reach no table of another schema":
    "create schema planted; create table planted.planted (id uuid);" +
    "grant usage on schema planted to parley_app; grant select on planted.planted to parley_app",
  "a table the app reaches shows and takes rows of its workspaces only":
    "create policy planted on messages for select to parley_app using (true)",
  "what belongs to a conversation or a message is hidden with it": `create table planted (workspace_id uuid, id uuid,
    conversation_id uuid, primary key (workspace_id, id)); ${walled}; grant select on planted to parley_app`,
  "no policy is for everybody": `create policy planted on messages using (${ofThisWorkspace})`,
  "the system role sees only the tables of the closed list":
    "create policy planted on messages to parley_system using (true) with check (true)",
  "the product's roles have no way round row-level security":
    "reset role; alter role parley_app bypassrls; grant parley_owner to parley_system",
  "the product's roles own nothing and create nothing": "reset role; alter table orders owner to parley_app",
  "views are on the closed list": "create view planted as select * from messages",
  "functions with their owner's rights are on the closed list":
    "create function planted() returns int language sql security definer as 'select 1'",
  "the lists of exceptions name only what exists": "drop table sessions",
};

/** Holes that show only when the app works through them. */
const holes: Record<string, [sql: string, found: string[]]> = {
  "no row-level security": [
    keyed,
    [
      "planted shows rows without a workspace",
      "planted shows rows of another workspace",
      "planted takes rows of another workspace",
      "planted lets a row move to another workspace",
      "planted lets another workspace's rows be deleted",
    ],
  ],
  "a check that lets everything in": [
    `${keyed}; ${walled}; alter policy workspace_only on planted with check (true)`,
    ["planted takes rows of another workspace", "planted lets a row move to another workspace"],
  ],
  "a second policy beside the right one": [
    `${keyed}; ${walled}; create policy planted on planted for delete to parley_app using (true);` +
      "create policy seen on planted for select to parley_app using (true)",
    [
      "planted shows rows without a workspace",
      "planted shows rows of another workspace",
      "planted lets another workspace's rows be deleted",
    ],
  ],
  "a wall without a door": [
    `${keyed}; ${walled}; drop policy workspace_only on planted`,
    ["planted hides the workspace's own rows"],
  ],
  "nothing wrong": [`${keyed}; ${walled}`, []],
};

let sql: postgres.Sql;
beforeAll(async () => {
  sql = await superuserOfFreshDatabase();
});

async function plant(tx: postgres.TransactionSql, statements: string): Promise<void> {
  await tx.unsafe(`set local role parley_owner; ${statements}; reset role`);
}

describe("a planted violation is found by the rule", () => {
  test.each(Object.entries(tenancyRules))("%s", async (name, rule) => {
    const statements = Object.entries(violations).find(([of]) => of === name)?.[1] ?? "";
    const found = await andUndo(sql, async (tx) => {
      await plant(tx, statements);
      return rule(await readCatalogue(tx));
    });
    expect(found).not.toEqual([]);
  });

  test("and a table as it should be is not", async () => {
    const found = await andUndo(sql, async (tx) => {
      await plant(tx, `${keyed}; ${walled}`);
      const catalogue = await readCatalogue(tx);
      return Object.values(tenancyRules).flatMap((rule) => rule(catalogue));
    });
    expect(found).toEqual([]);
  });
});

describe("the app's own look finds", () => {
  test.each(Object.entries(holes))("%s", async (_, [statements, expected]) => {
    const found = await andUndo(sql, async (tx) => {
      await plant(tx, statements);
      return probeIsolation(tx, await readCatalogue(tx));
    });
    expect(found).toEqual(expected);
  });
});
