import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, expect, jest, test } from "@jest/globals";
import { getBulkAction, startBulkAction } from "../../src/domain/bulk/index.ts";
import { openDatabase } from "../../src/platform/db.ts";
import { aBulkShop, eventsOf, rowsOf } from "../domain/bulk/shop.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshUrls, testSealKey } from "../support/database.ts";
import { until } from "../support/until.ts";

jest.setTimeout(240_000);

const script = fileURLToPath(new URL("./worker-process.ts", import.meta.url));
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

test("a worker killed in the middle of a bulk action: it is taken up again, and nothing is done or told twice", async () => {
  const urls = await freshUrls();
  const db = openDatabase({ ...urls, sealKeys: testSealKey, maxConnections: 5 });
  closeAtEnd(() => db.close());
  const aWorkerProcess = async () => {
    const child = spawn(process.execPath, [script, JSON.stringify(urls)], { stdio: ["ignore", "pipe", "inherit"] });
    children.add(child);
    await new Promise((done) => child.stdout!.once("data", done));
    return child;
  };
  const size = 3000;
  const { lead, tagId } = await aBulkShop(db, size);
  const filter = { field: "status", operator: "is", value: "open" };
  const { id } = await startBulkAction(lead, { choice: { filter }, action: { type: "tag", tagId } });
  const doneNow = async () => (await getBulkAction(lead, id)).done;
  const killedAt: number[] = [];
  for (const share of [0.1, 0.4, 0.7]) {
    const child = await aWorkerProcess();
    await until(async () => (await doneNow()) > size * share, { timeoutMs: 60_000, everyMs: 5 });
    child.kill("SIGKILL");
    killedAt.push(await doneNow());
  }
  await aWorkerProcess();
  await until(async () => (await getBulkAction(lead, id)).state === "done", { timeoutMs: 60_000 });
  // The kills came in the middle.
  expect(killedAt.filter((done) => done > 0 && done < size).length).toBeGreaterThan(0);
  expect(await getBulkAction(lead, id)).toMatchObject({ total: size, done: size, skipped: 0, failed: 0 });
  const told = (await eventsOf(lead, "conversation.tagged")).map(({ data }) => data.conversationId);
  expect([told.length, new Set(told).size]).toEqual([size, size]);
  expect(await eventsOf(lead, "bulk_action.finished")).toHaveLength(1);
  expect([...(await rowsOf(lead)).values()].every(({ tagIds }) => tagIds.length === 1)).toBe(true);
});
