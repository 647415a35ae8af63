import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

const root = fileURLToPath(new URL("..", import.meta.url));

const page = await readFile(join(root, "docs", "promises.md"), "utf8");
const promises = page
  .split("\n")
  .map((line) => /\| `(test\/[\w/-]+)`: (.+?) *\|$/.exec(line))
  .filter((found) => found !== null)
  .map(([, folder = "", name = ""]) => ({ folder, name }));

test("the page of promises names a test for every complaint", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:Complaint|-)/.test(line));
  expect(promises.length).toBeGreaterThan(20);
  expect(promises).toHaveLength(rows.length);
  expect(new Set(rows.map((row) => row.split("|")[1])).size).toBe(rows.length);
  expect(page.match(/^\| Complaint/gm)).toHaveLength(1);
});

test.each(promises)("$folder holds: $name", async ({ folder, name }) => {
  const files = await readdir(join(root, folder), { recursive: true });
  const sources = await Promise.all(
    files.filter((file) => file.endsWith(".test.ts")).map((file) => readFile(join(root, folder, file), "utf8")),
  );
  expect(sources.some((source) => source.includes(JSON.stringify(name)))).toBe(true);
});
