import { spawn } from "node:child_process";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, jest, test } from "@jest/globals";
import { listConversations, listMessages } from "../../src/domain/conversations/index.ts";
import { eraseCustomer } from "../../src/domain/privacy/index.ts";
import { openDatabase } from "../../src/platform/db.ts";
import { openFolder } from "../../src/platform/file-store.ts";
import { erasureOf } from "../domain/privacy/erasing.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshUrls, testSealKey } from "../support/database.ts";
import { dump, placesOf } from "../support/dump.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../support/factories.ts";
import { bytesOf, receipt } from "../support/written.ts";

// Processes are started and killed here, several times over, on whatever machine this is.
jest.setTimeout(120_000);

const script = fileURLToPath(new URL("./erasing-process.ts", import.meta.url));
const many = 120;

/** @returns true when it came to its end. */
async function work(given: object): Promise<boolean> {
  const child = spawn(process.execPath, [script, JSON.stringify(given)], { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((done) => child.once("exit", (code) => done(code === 0)));
}

test("an erasure that is killed again and again goes on where it was, and leaves no row and no file", async () => {
  const urls = await freshUrls();
  const folder = await mkdtemp(join(tmpdir(), "parley-erasing-"));
  const db = Object.assign(openDatabase({ ...urls, sealKeys: testSealKey, files: openFolder(folder) }), { urls });
  closeAtEnd(() => db.close());
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx);
  const at = { workspaceId: ctx.workspaceId, connectionId };
  await receive(
    db,
    Array.from({ length: many }, () => aMessage(at, { text: "canary", attachments: [receipt] })),
  );
  const rows = await listConversations(ctx, { folder: "open", limit: many });
  for (const { id: conversationId } of rows) {
    const [message] = await listMessages(ctx, { conversationId, limit: 1 });
    await db.files.put({ workspaceId: ctx.workspaceId, fileId: message!.attachments[0]!.id }, bytesOf("canary"));
  }
  const { customerId } = rows[0]!;
  const { id: erasureId } = await eraseCustomer(ctx, { customerId, reason: "person_asked" });
  const given = { ...urls, sealKeys: testSealKey, folder, workspaceId: ctx.workspaceId, erasureId };

  const progress: number[] = [];
  while (!(await work({ ...given, dieAtFile: 30 * (progress.length + 1) })) && progress.length < 10) {
    progress.push((await erasureOf(ctx, customerId)).erased.conversations);
  }
  expect(progress.length).toBeGreaterThan(2);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  const done = { conversations: many, messages: many, files: many };
  expect(await erasureOf(ctx, customerId)).toMatchObject({ stage: "done", erased: done });
  expect(placesOf(await dump(db), ["canary", "mia@mail.example"])).toEqual([]);
  const left = await readdir(folder, { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile())).toEqual([]);
});
