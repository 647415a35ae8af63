import { beforeAll, describe, expect, test } from "@jest/globals";
import type postgres from "postgres";
import { classification, erasers } from "../src/domain/privacy/index.ts";
import { type Catalogue, readCatalogue } from "./architecture/catalogue.ts";
import { deadReferences, readDocuments } from "./architecture/documents.ts";
import { probeIsolation } from "./architecture/isolation.ts";
import { privacyRules } from "./architecture/privacy-rules.ts";
import { type ParsedFile, parse, readSources } from "./architecture/source-files.ts";
import { sourceRules } from "./architecture/source-rules.ts";
import { andUndo, superuserOfFreshDatabase } from "./architecture/superuser.ts";
import { tenancyRules } from "./architecture/tenancy-rules.ts";

describe("the database", () => {
  let sql: postgres.Sql;
  let catalogue: Catalogue;

  beforeAll(async () => {
    sql = await superuserOfFreshDatabase();
    catalogue = await readCatalogue(sql);
  });

  test.each(Object.entries(tenancyRules))("%s", (_, rule) => {
    expect(rule(catalogue)).toEqual([]);
  });

  test.each(Object.entries(privacyRules))("%s", (_, rule) => {
    expect(rule({ catalogue, classification, erasers })).toEqual([]);
  });

  test("the app sees and writes rows of its own workspace only, in every table it reaches", async () => {
    expect(await andUndo(sql, (tx) => probeIsolation(tx, catalogue))).toEqual([]);
  });
});

/** That imports follow the rule is a check (scripts/check.ts), which `npm test` runs too. */
describe("the source", () => {
  let files: ParsedFile[];

  beforeAll(async () => {
    files = (await readSources()).map(parse);
  });

  test.each(Object.entries(sourceRules))("%s", (_, rule) => {
    expect(rule(files)).toEqual([]);
  });
});

test("the documents name only files that exist", async () => {
  expect(deadReferences(await readDocuments())).toEqual([]);
});
