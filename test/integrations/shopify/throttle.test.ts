import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { demo, type RunningSandbox, startSandbox } from "../../../sandbox/index.ts";
import { queryShop } from "../../../src/integrations/shopify/client.ts";
import { customerByEmailDocument } from "../../../src/integrations/shopify/documents-customers.ts";
import { lookup } from "../../../src/integrations/shopify/lookup.ts";
import { createThrottle } from "../../../src/integrations/shopify/throttle.ts";
import { until } from "../../support/until.ts";

describe("a shop's bucket", () => {
  const shop = "a.myshopify.com";
  const ask = (lane: "agent" | "sync", kind = "question", waitMs = 10_000) => ({
    kind,
    lane,
    deadline: performance.now() + waitMs,
  });
  const full = { requestedCost: 400, size: 1000, available: 1000, restorePerSecond: 1000 };
  /** A throttle that knows what a question costs and that the bucket is full. */
  async function aThrottle() {
    const throttle = createThrottle();
    (await throttle.take(shop, ask("agent"))).settle(full);
    return throttle;
  }

  test("lets a question wait until Shopify's own numbers say that it fits, and no longer", async () => {
    const throttle = await aThrottle();
    const startedAt = performance.now();
    await throttle.take(shop, ask("agent"));
    await throttle.take(shop, ask("agent"));
    const atOnceMs = performance.now() - startedAt;
    await throttle.take(shop, ask("agent"));
    const waitedMs = performance.now() - startedAt;
    expect(atOnceMs).toBeLessThan(150);
    // 200 points are left, 400 are needed, 1,000 come a second.
    expect(waitedMs).toBeGreaterThanOrEqual(150);
  });

  test("agents go before all sync that waits, however long it has been waiting", async () => {
    const throttle = await aThrottle();
    const order: string[] = [];
    const turns = ["sync 1", "sync 2", "sync 3", "agent 1", "agent 2"].map(async (name) => {
      const turn = await throttle.take(shop, ask(name.startsWith("agent") ? "agent" : "sync"));
      order.push(name);
      turn.settle(null);
    });
    await Promise.all(turns);
    expect(order).toEqual(["sync 1", "agent 1", "agent 2", "sync 2", "sync 3"]);
  });

  test("sync leaves a quarter of it to agents of other processes", async () => {
    const throttle = await aThrottle();
    (await throttle.take(shop, ask("agent"))).settle({ ...full, available: 600, restorePerSecond: 1 });
    await expect(throttle.take(shop, ask("sync", "question", 100))).rejects.toMatchObject({
      code: "provider_unavailable",
      retryAfterMs: expect.any(Number),
    });
    await throttle.take(shop, ask("agent", "question", 100));
  });

  test("what waits too long fails with the time to wait, and holds nobody up", async () => {
    const throttle = await aThrottle();
    const taken = await throttle.take(shop, ask("agent"));
    const late = throttle.take(shop, ask("sync", "question", 60));
    taken.settle({ ...full, available: 100, restorePerSecond: 100 });
    await expect(late).rejects.toMatchObject({ retryAfterMs: expect.any(Number) });
    (await throttle.take(shop, ask("agent"))).settle(full);
    await throttle.take(shop, ask("sync"));
  });

  test("an agent is not refused by what we believe alone: Shopify is asked once", async () => {
    const throttle = await aThrottle();
    (await throttle.take(shop, ask("agent"))).settle({ ...full, available: 0, restorePerSecond: 1 });
    const probe = await throttle.take(shop, ask("agent", "question", 100));
    await expect(throttle.take(shop, ask("agent", "question", 100))).rejects.toMatchObject({
      code: "provider_unavailable",
    });
    probe.settle(full);
    await throttle.take(shop, ask("agent", "question", 100));
  });

  test("nothing is sent while Shopify wants silence; other shops go on", async () => {
    const throttle = await aThrottle();
    throttle.pause(shop, 60_000);
    await expect(throttle.take(shop, ask("agent"))).rejects.toMatchObject({ retryAfterMs: expect.any(Number) });
    await throttle.take("b.myshopify.com", ask("agent"));
  });
});

describe("against a shop that counts", () => {
  const { domain: account, accessToken } = demo.shop;
  const connection = { id: "c", account, settings: {}, credentials: { accessToken } };
  const email = "mia.berg@mail.example";
  let running: RunningSandbox;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    running = await startSandbox();
    process.env.SHOPIFY_API_URL = `${running.url}/shopify`;
  });
  beforeEach(() => {
    running.state.calls.clear();
  });
  afterAll(async () => {
    child?.kill();
    await running.stop();
  });
  const copy = () =>
    queryShop(
      connection,
      customerByEmailDocument,
      { email, orders: 9, lines: 10, parts: 2, partLines: 4 },
      { lane: "sync" },
    );
  const askedTimes = () => Object.values(running.state.calls.all().shopify ?? {}).reduce((sum, n) => sum + n, 0);

  async function bucket(of: object): Promise<void> {
    const answer = await fetch(`${running.url}/control/shopify/${account}/bucket`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(of),
    });
    expect(answer.status).toBe(200);
  }

  test("while sync saturates the bucket an agent's lookup is answered before all sync that waits, and nothing is lost", async () => {
    await lookup.customer(connection, { email });
    await bucket({ size: 1000, restorePerSecond: 400, available: 1000 });
    await copy();
    const answered: string[] = [];
    const copies = Array.from({ length: 30 }, () => copy().then(() => answered.push("sync")));
    await until(() => answered.length >= 5);
    const before = answered.length;
    const found = await lookup.customer(connection, { email }).finally(() => answered.push("agent"));
    expect(found).toMatchObject({ customer: { name: "Mia Berg" } });
    // Only what had been sent already may have come first.
    expect(answered.indexOf("agent") - before).toBeLessThanOrEqual(10);
    expect(answered.length).toBeLessThan(31);
    await Promise.all(copies);
    expect(answered.filter((lane) => lane === "sync")).toHaveLength(30);
  });

  test("what Shopify finds it has no room for is sent again, within the bound", async () => {
    // Another process took it all meanwhile.
    await bucket({ size: 1000, restorePerSecond: 1000, available: 0 });
    expect(await lookup.customer(connection, { email })).toMatchObject({ customer: { name: "Mia Berg" } });
    expect(askedTimes()).toBeGreaterThan(1);
  });

  test("a moment of silence asked for with 429 is kept, then the question is asked again", async () => {
    running.state.faults.add({ target: "shopify", status: 429, retryAfterSeconds: 1, times: 1, acts: false });
    const startedAt = performance.now();
    expect(await lookup.customer(connection, { email })).toMatchObject({ customer: { name: "Mia Berg" } });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(950);
    expect(askedTimes()).toBe(2);
  });

  test("processes share the bucket by what Shopify tells each: sync in one leaves room for agents of another", async () => {
    await bucket({ size: 1000, restorePerSecond: 300, available: 1000 });
    const copied: unknown[] = [];
    child = fork(fileURLToPath(new URL("./copying-process.ts", import.meta.url)), [account, accessToken, email, "40"], {
      env: { ...process.env, SHOPIFY_API_URL: `${running.url}/shopify` },
      execArgv: [],
    });
    child.on("message", (message) => copied.push(message));
    await until(() => copied.length >= 10);
    expect(await lookup.customer(connection, { email })).toMatchObject({ customer: { name: "Mia Berg" } });
    expect(copied.length).toBeLessThan(40);
    await until(() => copied.length === 40, { timeoutMs: 60_000 });
    expect(copied.every((outcome) => outcome === "copied")).toBe(true);
  });
});
