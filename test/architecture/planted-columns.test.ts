import { beforeAll, describe, expect, test } from "@jest/globals";
import type postgres from "postgres";
import { classification, erasers } from "../../src/domain/privacy/index.ts";
import { readCatalogue } from "./catalogue.ts";
import { type Privacy, privacyRules } from "./privacy-rules.ts";
import { andUndo, superuserOfFreshDatabase } from "./superuser.ts";

interface Plant {
  /** Run as the owner of the tables. */
  sql?: string;
  change?: (privacy: Privacy) => Partial<Privacy>;
  found: string;
}

/** What breaks each rule; a rule without one fails below. */
const violations: Record<keyof typeof privacyRules, Plant[]> = {
  "every column of every table says whose data it holds": [
    { sql: "alter table customers add nickname text", found: "customers.nickname is not classified" },
    { sql: "create table planted (id uuid primary key)", found: "planted.id is not classified" },
  ],
  "the classification names only what exists": [
    { sql: "alter table messages drop column notice", found: "messages.notice does not exist any more" },
    { sql: "drop table sessions", found: "sessions does not exist any more" },
  ],
  "a column is in one class": [
    {
      change: () => ({ classification: { ...classification, customers: { customer: "name", other: "id name" } } }),
      found: "customers.name is classified twice",
    },
  ],
  "what is a customer's goes when she is erased": [
    {
      change: () => ({ classification: { ...classification, planted: { customer: "words", other: "id" } } }),
      found: "planted would outlive a customer",
    },
    {
      sql: "alter table run_steps drop constraint run_steps_workspace_id_run_id_runs_workspace_id_id_fk",
      change: () => ({ erasers: erasers.filter(({ tables }) => !tables.includes("run_steps")) }),
      found: "run_steps would outlive a customer",
    },
    {
      change: () => ({ erasers: erasers.filter(({ tables }) => !tables.includes("deliveries")) }),
      found: "deliveries would outlive a customer",
    },
  ],
  "an eraser answers for tables that hold something of a customer": [
    { change: () => ({ erasers: [{ tables: ["tags"] }] }), found: "tags holds nothing of a customer" },
  ],
};

let sql: postgres.Sql;
beforeAll(async () => {
  sql = await superuserOfFreshDatabase();
});

const planted = Object.entries(violations).flatMap(([name, plants]) =>
  plants.map((plant) => ({ name: name as keyof typeof privacyRules, ...plant })),
);

describe("a planted violation is found by the rule", () => {
  test.each(planted)("$name: $found", async ({ name, sql: statements, change, found }) => {
    const sentences = await andUndo(sql, async (tx) => {
      if (statements) await tx.unsafe(`set local role parley_owner; ${statements}; reset role`);
      const privacy = { catalogue: await readCatalogue(tx), classification, erasers };
      return privacyRules[name]({ ...privacy, ...change?.(privacy) });
    });
    expect(sentences).toEqual([expect.stringContaining(found)]);
  });
});
