import { globSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

const documented = namesIn(readFileSync(".env.example", "utf8"), /^([A-Z][A-Z0-9_]+)=/gm);

test("every variable that a config module reads is documented in .env.example", () => {
  const read = globSync("src/**/config.ts").flatMap((file) =>
    namesIn(readFileSync(file, "utf8"), /^\s*([A-Z][A-Z0-9_]+): z\b/gm),
  );
  expect(read.length).toBeGreaterThan(10);
  expect(read.filter((name) => !documented.includes(name))).toEqual([]);
});

test("every documented variable is read somewhere, and documented once", () => {
  const files = globSync(["src/**/config.ts", "scripts/*.ts", "test/**/*.ts", "compose.yaml"]);
  const text = files
    .filter((file) => !file.endsWith("env-example.test.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  expect(documented.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  expect(new Set(documented).size).toBe(documented.length);
});

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name]) => name ?? "");
}
