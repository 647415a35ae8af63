import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, expect, jest, test } from "@jest/globals";
import { aConnectedShop, levers, startShopify } from "../inbound/copying-shop.ts";
import { testSealKey } from "../support/database.ts";
import { until } from "../support/until.ts";

jest.setTimeout(180_000);

const script = fileURLToPath(new URL("./worker-process.ts", import.meta.url));
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

test("a worker killed while a shop is copied: the next one goes on behind the last batch, and nothing is lost or double", async () => {
  const shop = levers(await startShopify());
  const copies = 1500;
  await shop.control("POST", "reset", {});
  await shop.bulk({ copies });
  const connected = await aConnectedShop({ copying: false });
  const aWorkerProcess = async () => {
    const given = JSON.stringify({ ...connected.db.urls, sealKeys: testSealKey });
    const child = spawn(process.execPath, [script, given], {
      stdio: ["ignore", "pipe", "inherit"],
      env: process.env,
    });
    children.add(child);
    await new Promise((done) => child.stdout!.once("data", done));
    return child;
  };
  const size = 3 * copies;
  const run = async () => (await connected.run("customer"))!;
  await connected.start(["customer"]);
  const killedAt: { records: number; position: string | null }[] = [];
  for (const share of [0.05, 0.4]) {
    const child = await aWorkerProcess();
    await until(async () => (await run()).records > size * share, { timeoutMs: 40_000, everyMs: 2 });
    child.kill("SIGKILL");
    const { records, position } = await run();
    killedAt.push({ records, position });
  }
  await aWorkerProcess();
  await until(async () => (await run()).state === "done", { timeoutMs: 60_000 });
  // At least one kill came in the middle.
  expect(killedAt.filter(({ records, position }) => records > 0 && records < size && position).length).toBeGreaterThan(
    0,
  );
  // Counted once each: a batch that was taken in twice would show.
  expect(await run()).toMatchObject({ records: size, expected: size, skipped: 0 });
  expect(await connected.countOf("shop_customers")).toBe(size);
  const finished = (await connected.told("sync.finished")).filter(({ data }) => data.kind === "customer");
  expect(finished).toHaveLength(1);
});
