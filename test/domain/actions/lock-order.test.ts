import { beforeAll, beforeEach, expect, test } from "@jest/globals";
import {
  type Confirmation,
  forgetShopInLedger,
  requestAction,
  requestActions,
  undoAction,
} from "../../../src/domain/actions/index.ts";
import { inTransaction } from "../../../src/domain/events/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { type Database, inWorkspaces, type RawSql } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { until } from "../../support/until.ts";
import { aLedgerShop, credit, refund } from "./shop.ts";

let db: Database;
let shop: Awaited<ReturnType<typeof aLedgerShop>>;
let agent: Context;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  shop = await aLedgerShop(db);
  agent = await shop.member("agent");
});

test("an undo that is asked for while another one is being settled is told so, and neither waits for the other", async () => {
  const given = await shop.ask(agent, credit(5_00));
  await shop.perform(given.id);
  const undone = await undoAction(agent, { actionId: given.id });
  await shop.preview(undone.id);
  await requestAction(agent, { actionId: undone.id, fingerprint: (await shop.reread(undone.id)).preview!.fingerprint });
  const release = await holding((tx) => tx`select id from actions where id = ${given.id} for update`);
  const again = undoAction(agent, { actionId: given.id });
  await waiting(1);
  const settled = shop.perform(undone.id);
  await waiting(2);
  await release();
  const [told, done] = await Promise.allSettled([again, settled]);
  expect(told).toMatchObject({ status: "rejected", reason: { code: "conflict", details: { reason: "undone" } } });
  expect(done).toMatchObject({ status: "fulfilled" });
  expect(await shop.reread(given.id)).toMatchObject({ state: "undone", reservedAt: null });
  expect(await shop.reread(undone.id)).toMatchObject({ state: "done" });
});

test("several asked for at once and one of them by itself: each is decided once, and neither waits for the other", async () => {
  const plans = [await shop.plan(agent, refund(10_00)), await shop.plan(agent, refund(11_00))];
  const confirmations: Confirmation[] = plans.map(({ id: actionId, preview }) => ({
    ...{ actionId, fingerprint: preview!.fingerprint },
  }));
  const release = await holding(holdingBudgets);
  const { conversationId } = shop;
  const both = inTransaction(agent, (tx) => requestActions(tx, { conversationId, actions: confirmations }));
  await waiting(1);
  const second = requestAction(agent, confirmations[1]!);
  await waiting(2);
  await release();
  await Promise.all([both, second]);
  for (const { id } of plans) {
    expect(await shop.reread(id)).toMatchObject({ state: "approved" });
    expect((await shop.events(id)).filter((name) => name === "approved")).toHaveLength(1);
  }
});

test("a shop forgotten while an approval is being given: nothing of it goes on, and neither waits for the other", async () => {
  const asked = await shop.ask(agent, refund(80_00));
  const lead = await shop.member("lead");
  const release = await holding(holdingBudgets);
  const decided = shop.decision(lead, asked.id);
  await waiting(1);
  const forgotten = inTransaction(shop.ctx, (tx) => forgetShopInLedger(tx, shop.connectionId));
  await waiting(2);
  await release();
  await Promise.all([decided, forgotten]);
  expect(await shop.reread(asked.id)).toMatchObject({ state: "expired", instruction: null, reservedAt: null });
});

const holdingBudgets = (tx: RawSql) =>
  tx`select pg_advisory_xact_lock(hashtextextended(${`actions ${shop.ctx.workspaceId}`}, 0))`;

/** Takes locks, and keeps them until the answer is called. */
async function holding(take: (tx: RawSql) => Promise<unknown>): Promise<() => Promise<void>> {
  const taken = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const held = inWorkspaces(db.app, [shop.ctx.workspaceId], async (tx) => {
    await take(tx);
    taken.resolve();
    await released.promise;
  });
  await taken.promise;
  return async () => {
    released.resolve();
    await held;
  };
}

/** Until so many transactions wait for a lock. */
async function waiting(count: number): Promise<void> {
  await until(async () => {
    const [row] = await db.system.sql`
      select count(distinct pid)::int as n from pg_locks join pg_stat_activity using (pid)
      where datname = current_database() and not granted`;
    return row!.n >= count;
  });
}
