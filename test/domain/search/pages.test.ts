import { expect, test } from "@jest/globals";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import type { SearchPosition } from "../../../src/domain/search/index.ts";
import { searchWorkspace } from "../../../src/domain/search/index.ts";
import { freshDatabase } from "../../support/database.ts";
import { until } from "../../support/until.ts";
import { aShop, nameOf, type Shop } from "./shop.ts";

const conversations = 160;
const messagesEach = 4;

async function aLargeShop(): Promise<Shop> {
  const shop = await aShop(await freshDatabase());
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 3_600_000);
  for (let round = 0; round < messagesEach; round++) {
    const letters = Array.from({ length: conversations }, (_, n) => ({
      ...{ subject: `Thread ${n}`, threadKey: `t${n}`, sentAt: day(round * conversations + n) },
      text: n % 3 === round % 3 ? "candle candle candle" : "a candle, and a lot of other words beside it",
    }));
    await shop.mail(...letters);
  }
  return shop;
}

async function allPages(shop: Shop, query: string, limit: number, between?: () => Promise<void>, type?: "message") {
  const names: string[] = [];
  const ids: string[] = [];
  let after: SearchPosition | null | undefined;
  for (let n = 0; n < 200 && after !== null; n++) {
    const page = await searchWorkspace(shop.ctx, { query, limit, ...(after && { after }), ...(type && { type }) });
    expect(page.hits.length).toBeLessThanOrEqual(limit);
    names.push(...page.hits.map(nameOf));
    ids.push(...page.hits.map(({ id }) => id));
    after = page.next && (JSON.parse(JSON.stringify(page.next)) as SearchPosition);
    await between?.();
  }
  return { names, ids };
}

test("pages show each conversation once and leave none out, while new mail arrives between them", async () => {
  const shop = await aLargeShop();
  let arrived = 0;
  const arrive = async () => {
    arrived++;
    await shop.mail(
      { subject: `Late ${arrived}`, text: "candle" },
      { threadKey: "t5", subject: "Re: Thread 5", text: "candle" },
    );
  };
  const { names, ids } = await allPages(shop, "candle", 17, arrive);
  expect(arrived).toBeGreaterThan(5);
  expect(new Set(ids).size).toBe(ids.length);
  const expected = Array.from({ length: conversations }, (_, n) => `Thread ${n}`);
  expect(names.toSorted()).toEqual(expected.toSorted());
  const { ids: messages } = await allPages(shop, "candle", 50, undefined, "message");
  expect(new Set(messages).size).toBe(messages.length);
  expect(messages.length).toBe(conversations * messagesEach + 2 * arrived);
});

test("a better match comes before a worse one of about the same age, and a new one before an old one", async () => {
  const shop = await aShop();
  const [now, before] = [new Date(), new Date(Date.now() - 3 * 365 * 86_400_000)];
  await shop.mail(
    { subject: "Old", text: "A lantern is here", sentAt: before },
    { subject: "Worse", text: `A lantern ${"among many other words ".repeat(20)}`, sentAt: now },
    { subject: "Lantern", text: "It is broken", sentAt: now },
    { subject: "New", text: "A lantern is here", sentAt: now },
  );
  expect(await shop.names("lantern")).toEqual(["Lantern", "New", "Worse", "Old"]);
});

test("a search that takes too long says so and how to narrow it, and the inbox does not wait for it", async () => {
  const shop = await aShop(await freshDatabase());
  await shop.mail({ text: "A candle" });
  const { db, ctx } = shop;
  const held = db.system.sql.reserve();
  const blocker = await held;
  try {
    // Nothing but search reads this table: what waits for it is as slow as the heaviest query.
    await blocker`begin`;
    await blocker`lock table search_progress in access exclusive mode`;
    const many = Promise.allSettled(Array.from({ length: 14 }, () => shop.find("candle")));
    await until(async () => {
      const [row] = await db.app.sql<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return row!.n === 2;
    });
    const startedAt = performance.now();
    expect(await listConversations(ctx, { folder: "open", limit: 10 })).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    const reasons = (await many).map((one) => one.status === "rejected" && one.reason.details?.reason);
    expect(new Set(reasons)).toEqual(new Set(["too_heavy", "busy"]));
    const refused = (await many).find((one) => one.status === "rejected" && one.reason.details.reason === "too_heavy");
    expect(refused?.status === "rejected" && refused.reason).toMatchObject({
      code: "provider_unavailable",
      message: expect.stringContaining("Narrow it"),
    });
  } finally {
    await blocker`rollback`;
    blocker.release();
  }
  expect(await shop.find("candle")).toHaveLength(1);
});
