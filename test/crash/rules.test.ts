import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, expect, jest, test } from "@jest/globals";
import { createCannedReply } from "../../src/domain/canned/index.ts";
import { createRule } from "../../src/domain/rules/index.ts";
import { inWorkspaces, openDatabase } from "../../src/platform/db.ts";
import { aBulkShop, eventsOf } from "../domain/bulk/shop.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshUrls, testSealKey } from "../support/database.ts";
import { until } from "../support/until.ts";

jest.setTimeout(120_000);

const script = fileURLToPath(new URL("./worker-process.ts", import.meta.url));
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

test("a worker killed in the middle of rules: no note is written twice, no step is done half, and nothing is left out", async () => {
  const urls = await freshUrls();
  const db = openDatabase({ ...urls, sealKeys: testSealKey, maxConnections: 5 });
  closeAtEnd(() => db.close());
  const aWorkerProcess = async () => {
    const child = spawn(process.execPath, [script, JSON.stringify(urls)], { stdio: ["ignore", "pipe", "inherit"] });
    children.add(child);
    await new Promise((done) => child.stdout!.once("data", done));
    return child;
  };
  const { lead, tagId, arrive } = await aBulkShop(db, 0);
  const { id: cannedReplyId } = await createCannedReply(lead, {
    ...{ name: "Got it", shortcut: "got-it", body: "We have your letter.", language: null },
  });
  const rule = { enabled: true, trigger: "message_received", filter: { and: [] }, words: [] } as const;
  const note = { type: "add_note", body: "Look at the order first." } as const;
  await createRule(lead, { ...rule, name: "Note", steps: [{ type: "tag", tagId }, note] });
  await createRule(lead, { ...rule, name: "Reply", steps: [{ type: "reply", cannedReplyId }, { type: "close" }] });
  const size = 60;
  await arrive(size);
  const counted = async () => {
    const [row] = await inWorkspaces(
      db.app,
      [lead.workspaceId],
      (sql) => sql<{ runs: number; notes: number; doubled: number; closed: number; replies: number; half: number }[]>`
        select (select count(*)::int from rule_runs) as runs,
          (select count(*)::int from messages where kind = 'note') as notes,
          (select count(*)::int from messages where via = 'rule' and kind = 'reply') as replies,
          (select count(*)::int from conversations where status = 'closed') as closed,
          (select count(*)::int from (select 1 from messages where kind = 'note' group by conversation_id having count(*) > 1) d) as doubled,
          (select count(*)::int from conversations c where (status = 'closed') <>
            exists (select 1 from messages m where m.conversation_id = c.id and m.kind = 'note')) as half`,
    );
    return row!;
  };
  const child = await aWorkerProcess();
  await until(async () => (await counted()).runs > size / 2, { timeoutMs: 30_000, everyMs: 10 });
  child.kill("SIGKILL");
  const { runs: killedAt } = await counted();
  expect((await counted()).half).toBe(0);
  await aWorkerProcess();
  await until(async () => (await counted()).runs === 2 * size, { timeoutMs: 60_000 });
  // The kill came in the middle.
  expect(killedAt).toBeLessThan(2 * size);
  // All mails are of one customer, whom rules write to five times a day.
  expect(await counted()).toEqual({ runs: 2 * size, notes: size, doubled: 0, closed: size, replies: 5, half: 0 });
  expect(await eventsOf(lead, "rule.ran")).toHaveLength(2 * size);
});
