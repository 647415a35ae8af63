import { expect, test } from "@jest/globals";
import { sql } from "drizzle-orm";
import { AppError } from "../../src/platform/errors.ts";
import { openLog } from "../../src/platform/log.ts";
import { testDatabase } from "../support/database.ts";

function aLog() {
  const lines: string[] = [];
  return { log: openLog("trace", "test", { write: (line: string) => void lines.push(line) }), lines };
}

test("a failed query is logged without its parameters", async () => {
  const db = await testDatabase();
  const { log, lines } = aLog();
  const failed = await db.app.orm.execute(sql`select ${"secret words"}::text, 1 / 0`).catch((error: unknown) => error);
  log.error({ err: failed }, "failed");
  const [line = ""] = lines;
  expect(line).toContain("Failed query: select");
  expect(line).toContain("division by zero");
  expect(line).toContain("log.test.ts");
  expect(line).not.toContain("secret words");
});

test("a value that Postgres could not read is not logged", async () => {
  const db = await testDatabase();
  const { log, lines } = aLog();
  const failed = await db.app.sql`select ${"secret words"}::text::uuid`.catch((error: unknown) => error);
  log.error({ err: failed }, "failed");
  expect(lines[0]).toContain("invalid input syntax for type uuid");
  expect(lines[0]).not.toContain("secret words");
});

test("addresses, texts and payloads are left out, wherever they stand", () => {
  const { log, lines } = aLog();
  const err = new AppError("provider_rejected", "mia.berg@mail.example does not exist", {
    cause: new Error("550 <mia.berg@mail.example> unknown"),
  });
  log.warn(
    { err, mail: { subject: "secret words", payload: { raw: "secret words" } }, phone: "secret words" },
    "refused",
  );
  expect(lines[0]).toContain("does not exist");
  expect(lines[0]).not.toMatch(/mia\.berg|secret words/);
});
