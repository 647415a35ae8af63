import { expect, test } from "@jest/globals";
import { forceStatements } from "../../scripts/generate-migration.ts";

test("row-level security that a migration enables is forced for the owner too, once", () => {
  const migration =
    'ALTER TABLE "a" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint\nALTER TABLE "b" ENABLE ROW LEVEL SECURITY;';
  const forced = forceStatements(migration);
  expect(forced.match(/FORCE ROW LEVEL SECURITY;/g)).toHaveLength(2);
  expect(forced).toMatch(/^--> statement-breakpoint\nALTER TABLE "a" FORCE/);
  expect(forceStatements(migration + forced)).toBe("");
});
