import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type FileStore, openFolder } from "../../src/platform/file-store.ts";
import { newId } from "../../src/platform/ids.ts";

let folder: string;
let files: FileStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-store-"));
  files = openFolder(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const aKey = () => ({ workspaceId: newId(), fileId: newId() });
async function* bytes(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

test("gives back what was put, with its size, until it is removed", async () => {
  const key = aKey();
  expect(await files.read(key)).toBeNull();
  expect(await files.put(key, bytes("one ", "two"))).toBe(7);
  const kept = await files.read(key);
  expect([kept?.sizeBytes, kept && (await text(kept.content))]).toEqual([7, "one two"]);
  await files.remove(key);
  await files.remove(key);
  expect(await files.read(key)).toBeNull();
});

test("a file that breaks off in the middle leaves nothing, and the one before as it was", async () => {
  const key = aKey();
  await files.put(key, bytes("before"));
  async function* breaks() {
    yield Buffer.from("half");
    throw new Error("cut");
  }
  await expect(files.put(key, breaks())).rejects.toThrow("cut");
  expect(await text((await files.read(key))!.content)).toBe("before");
  expect((await readdir(folder, { recursive: true, withFileTypes: true })).filter((at) => at.isFile())).toHaveLength(1);
});

test("two at once under one key leave one of them whole", async () => {
  const key = aKey();
  const [a, b] = ["a".repeat(500_000), "b".repeat(500_000)];
  await Promise.all([files.put(key, bytes(a)), files.put(key, bytes(b))]);
  expect([a, b]).toContain(await text((await files.read(key))!.content));
});

test.each(["../../etc/passwd", "", "a/b", "x".repeat(36)])(
  "an id that is none (%j) never becomes a path",
  async (fileId) => {
    await expect(files.put({ workspaceId: newId(), fileId }, bytes("x"))).rejects.toThrow("ids only");
    await expect(files.read({ workspaceId: fileId, fileId: newId() })).rejects.toThrow("ids only");
  },
);
