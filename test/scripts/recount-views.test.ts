import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { createView, keepCounts } from "../../src/domain/views/index.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { freshDatabase } from "../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../support/factories.ts";

const db = await freshDatabase();
const ctx = await aWorkspace(db);
const { workspaceId } = ctx;
const { id: connectionId } = await aConnection(ctx);
await receive(
  db,
  Array.from({ length: 3 }, () => aMessage({ workspaceId, connectionId })),
);
const { id } = await createView(ctx, { name: "All", visibility: "shared", filter: { and: [] }, sort: "created" });
while (await keepCounts(db));

async function recount(...args: string[]): Promise<{ code: number; said: string }> {
  const { appUrl, systemUrl } = db.urls;
  const env = { ...process.env, DATABASE_URL: appUrl, DATABASE_SYSTEM_URL: systemUrl };
  const child = spawn(process.execPath, ["scripts/recount-views.ts", ...args], { env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  const [code] = await once(child, "close");
  return { code: Number(code), said };
}

test("right counts are said to be right, and a wrong one is named with what counting finds", async () => {
  expect(await recount()).toEqual({ code: 0, said: `✓ workspace ${workspaceId}: 1 views\nEvery count is right.\n` });
  await inWorkspaces(db.app, [workspaceId], (sql) => sql`update view_tallies set conversations = 2`);
  const { code, said } = await recount("--workspace", workspaceId);
  expect(code).toBe(1);
  expect(said).toContain(`✗ workspace ${workspaceId}: 1 views\n  view ${id}: kept 2, counted 3\n1 counts are wrong.`);
});

test.each([
  [["--workspace", "nonsense"], "Usage"],
  [["--workspace", randomUUID()], "There is no workspace"],
])("%j is refused with a sentence", async (args, sentence) => {
  const { code, said } = await recount(...args);
  expect([code, said]).toEqual([1, expect.stringContaining(sentence)]);
});
