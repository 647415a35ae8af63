import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { demo, type RunningSandbox } from "../../sandbox/index.ts";
import { listConsents } from "../../src/domain/consent/index.ts";
import { listConversations } from "../../src/domain/conversations/index.ts";
import { integrationById } from "../../src/integrations/index.ts";
import { aConnection, aMessage, receive } from "../support/factories.ts";
import { until } from "../support/until.ts";
import { aConnectedShop, levers, shopDomain, startShopify } from "./copying-shop.ts";

let running: RunningSandbox;
let shop: ReturnType<typeof levers>;
beforeAll(async () => {
  running = await startShopify();
  shop = levers(running);
});
beforeEach(async () => {
  await shop.control("POST", "reset", {});
  await shop.bucket({ size: 100_000, restorePerSecond: 100_000, available: 100_000 });
});

/** So many more orders, each with these lines, made one minute after another some years ago. */
async function moreOrders(count: number, linesOf: (n: number) => number = () => 2): Promise<void> {
  for (let n = 1; n <= count; n++) {
    const at = new Date(Date.parse("2024-05-01T10:00:00Z") + n * 60_000).toISOString();
    const lines = Array.from({ length: linesOf(n) }, (_, k) => ({
      ...{ id: n * 1000 + k, title: `Candle ${k}`, quantity: 1, unitPriceMinor: 1990 },
    }));
    await shop.order({ id: 500_000 + n, number: 5000 + n, createdAt: at, updatedAt: at, lines });
  }
}

test("a connected shop is copied whole, and it is told how far that is", async () => {
  await moreOrders(20, (n) => (n === 7 ? 300 : 2));
  const marketing = { email: { state: "SUBSCRIBED", updatedAt: "2026-11-10T10:00:00Z" } };
  await shop.control("PATCH", `shopify/${shopDomain}/customers/7001`, { marketing });
  const connected = await aConnectedShop();
  const { ctx, db } = connected;
  const mailbox = await aConnection(ctx);
  const ours = { workspaceId: ctx.workspaceId, connectionId: mailbox.id };
  const mia = { kind: "email", value: "mia.berg@mail.example", name: "Mia" } as const;
  await receive(db, [aMessage(ours, { customer: mia })]);
  await connected.start(["customer", "order"]);
  const done = await connected.ended("order");
  await connected.ended("customer");
  expect(done).toMatchObject({ records: 24, expected: 24, skipped: 0, missing: 0, via: "file" });
  expect(done.bytes).toBe(done.totalBytes);
  const orders = await connected.orders();
  expect(orders).toHaveLength(24);
  expect(orders.find(({ name }) => name === "#5007")!.lines).toHaveLength(300);
  expect(await connected.countOf("shop_customers")).toBe(3);
  const [conversation] = await listConversations(ctx, { folder: "open", limit: 1 });
  const { standings, history } = await listConsents(ctx, { customerId: conversation!.customerId });
  const byMail = standings.find(({ channel, purpose }) => channel === "email" && purpose === "promotional");
  expect([byMail?.state, history.map(({ how, at }) => [how, at.toISOString()])]).toEqual([
    "given",
    [["import", "2026-11-10T10:00:00.000Z"]],
  ]);
  expect((await connected.told("sync.progressed")).length).toBeGreaterThan(0);
  expect((await connected.told("sync.finished")).map(({ data }) => data)).toContainEqual(
    expect.objectContaining({ kind: "order", records: 24, expected: 24, state: "done" }),
  );
});

test("what a file cannot say of recent and refunded orders is asked for by their ids", async () => {
  const connected = await aConnectedShop();
  await connected.start(["order"]);
  const done = await connected.ended("order");
  expect(done.incomplete).toBeGreaterThan(0);
  expect(done.completed).toBe(done.incomplete);
  const inTransit = (await connected.orders()).find(({ name }) => name === "#1042")!;
  expect(inTransit.fulfillments[0]!.lines).toHaveLength(1);
});

test("copying again changes nothing, and keeps what is known better", async () => {
  const connected = await aConnectedShop();
  await connected.start(["order"]);
  await connected.ended("order");
  const before = await connected.orders();
  await connected.start(["order"]);
  expect(await connected.told("sync.started")).toHaveLength(1);
  await connected.start(["order"], true);
  await connected.ended("order");
  expect(await connected.told("sync.started")).toHaveLength(2);
  expect(await connected.orders()).toEqual(before);
});

test("orders whose lines are there without them are asked for by their ids, and counted", async () => {
  await moreOrders(10);
  await shop.bulk({ dropParents: 3 });
  const connected = await aConnectedShop();
  await connected.start(["order"]);
  const done = await connected.ended("order");
  expect(done.incomplete).toBeGreaterThanOrEqual(3);
  expect(done.missing).toBe(0);
  expect(await connected.orders()).toHaveLength(14);
  expect((await connected.orders()).every(({ lines }) => lines.length > 0)).toBe(true);
});

test("a download that is cut goes on where it was", async () => {
  await moreOrders(20);
  await shop.bulk({ copies: 40, cutDownloadAtBytes: 1_500_000 });
  const connected = await aConnectedShop();
  await connected.start(["order"]);
  const done = await until(async () =>
    (await connected.run("order"))?.state === "done" ? connected.run("order") : null,
  );
  expect(done).toMatchObject({ records: 24 * 40, expected: 24 * 40, skipped: 0 });
  expect(await connected.countOf("orders")).toBe(24 * 40);
});

test("of a file that failed half-way what is there is used, and the rest is asked for from there on", async () => {
  await moreOrders(30);
  await shop.bulk({ failAfterLines: 40 });
  const connected = await aConnectedShop();
  await connected.start(["order"]);
  await until(async () => (await connected.run("order"))?.isPartial);
  await shop.bulk({});
  await connected.ended("order");
  expect(await connected.orders()).toHaveLength(34);
  const { operations } = running.state.shops.get(shopDomain)!.installation.bulk;
  expect(operations[0]!.query).not.toContain("created_at");
  expect(operations.at(-1)!.query).toContain("created_at:>='2024-05-01T10");
});

test("a file that fails again and again is given up, with the shop's reason, and can be begun anew", async () => {
  await shop.bulk({ failAfterLines: 0, errorCode: "TIMEOUT" });
  const connected = await aConnectedShop();
  await connected.start(["order"]);
  const failed = await until(async () => {
    const run = await connected.run("order");
    return run?.state === "failed" ? run : null;
  });
  expect(failed.reason).toMatch(/Shopify/);
  expect(await connected.health()).toMatchObject({ state: "needs_attention", reasons: [{ code: "copy_failed" }] });
  await shop.bulk({});
  await connected.start(["order"]);
  await connected.ended("order");
  expect(await connected.health()).toMatchObject({ state: "well", reasons: [] });
}, 60_000);

test("a file that is gone before it was read is asked for again", async () => {
  await shop.bulk({ urlLifeMs: 0 });
  const connected = await aConnectedShop();
  await connected.start(["order"]);
  await until(async () => ((await connected.run("order"))?.failures ?? 0) > 0);
  await shop.bulk({});
  expect((await connected.ended("order")).records).toBe(4);
});

test("a shop prepares five files at a time: the sixth kind waits for its turn", async () => {
  await shop.bulk({ runsMs: 1500 });
  const connected = await aConnectedShop();
  const kinds = ["customer", "order", "product", "checkout", "draft_order", "discount_code"];
  await connected.start(kinds);
  const { bulk } = running.state.shops.get(shopDomain)!.installation;
  await until(() => bulk.operations.length === 5);
  expect((await connected.runs()).map(({ state }) => state).toSorted()).toEqual([
    ...Array.from({ length: 5 }, () => "exporting"),
    "waiting",
  ]);
  expect(await connected.health()).toMatchObject({ state: "copying" });
  for (const kind of kinds) await connected.ended(kind);
  expect(bulk.operations).toHaveLength(6);
}, 60_000);

describe("a shop that goes away in the middle", () => {
  test("stops quietly, says so, takes nothing in any more, and goes on where it was when it is back", async () => {
    await moreOrders(10);
    await shop.bulk({ copies: 400 });
    const connected = await aConnectedShop();
    await connected.start(["order"]);
    await until(async () => ((await connected.run("order"))?.records ?? 0) > 0);
    await connected.setState("disconnected");
    const stopped = await until(async () => {
      const run = await connected.run("order");
      return run?.state === "stopped" ? run : null;
    });
    expect(stopped.records).toBeLessThan(14 * 400);
    expect(stopped.reason).toMatch(/disconnected/);
    expect(await connected.health()).toMatchObject({ state: "disconnected" });
    const kept = await connected.countOf("orders");
    expect(await connected.deadJobs()).toBe(0);
    await connected.setState("active");
    await connected.start(["order"]);
    await until(async () => (await connected.run("order"))?.state === "done");
    expect(await connected.countOf("orders")).toBe(14 * 400);
    expect((await connected.run("order"))!.records).toBe(14 * 400);
    expect(kept).toBeLessThan(14 * 400);
  }, 60_000);

  test("uninstalled while the file is written: the connection needs attention, and nothing is a dead letter", async () => {
    await shop.bulk({ runsMs: 30_000 });
    const connected = await aConnectedShop();
    await connected.start(["order"]);
    await until(async () => (await connected.run("order"))?.exportId);
    await shop.uninstall();
    await until(async () => (await connected.health()).state === "needs_attention");
    expect(await connected.deadJobs()).toBe(0);
  }, 60_000);
});

test("while a shop is being copied an agent's lookup does not wait for it", async () => {
  // So many that asking for what is missing takes several questions, each of which waits for the shop.
  await moreOrders(250);
  await shop.bucket({ size: 1000, restorePerSecond: 200, available: 1000 });
  await shop.bulk({ dropParents: 250 });
  const connected = await aConnectedShop();
  await connected.start(["order"]);
  await until(async () => ((await connected.run("order"))?.incomplete ?? 0) > 0);
  const { lookup } = integrationById("shopify");
  const { domain: account, accessToken } = demo.shop;
  const connection = { id: connected.connectionId, account, settings: {}, credentials: { accessToken } };
  const found = await lookup!.customer(connection, { email: "mia.berg@mail.example" });
  expect(found).not.toBeNull();
  const { incomplete, completed } = (await connected.run("order"))!;
  expect(completed).toBeLessThan(incomplete);
  await shop.bucket({ size: 100_000, restorePerSecond: 100_000, available: 100_000 });
  await connected.ended("order");
}, 60_000);
