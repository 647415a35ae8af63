import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { takeLock } from "../../scripts/lock.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-lock-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a second start is told who holds the folder, and may start when the first has ended", async () => {
  const path = join(folder, "held");
  const release = await takeLock(path);
  await expect(takeLock(path)).rejects.toThrow(`already running from this folder (process ${process.pid})`);
  await release();
  const again = await takeLock(path);
  await again();
});

test("the lock of a process that is gone is taken over", async () => {
  const path = join(folder, "stale");
  const child = spawn("true");
  await new Promise((done) => child.once("exit", done));
  await writeFile(path, `${child.pid} 12345\n`);
  const release = await takeLock(path);
  expect(await readFile(path, "utf8")).toMatch(new RegExp(`^${process.pid} `));
  await release();
});

test("a lock is stale too when its number belongs to another process by now, or when it is empty", async () => {
  for (const content of [`${process.ppid} 1\n`, ""]) {
    const path = join(folder, "recycled");
    await writeFile(path, content);
    const release = await takeLock(path);
    await release();
  }
});
