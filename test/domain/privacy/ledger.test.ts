import { beforeEach, expect, test } from "@jest/globals";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import { mergeCustomers } from "../../../src/domain/customer-merges/index.ts";
import { eraseCustomer } from "../../../src/domain/privacy/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { inWorkspaces, type RawTransaction } from "../../../src/platform/db.ts";
import { freshDatabase } from "../../support/database.ts";
import { dump, placesOf } from "../../support/dump.ts";
import { aMessage, receive } from "../../support/factories.ts";
import { aLedgerShop, refund, setNote } from "../actions/shop.ts";
import { runErasures } from "./erasing.ts";

// One for each: every row of it is read.
let db: Awaited<ReturnType<typeof freshDatabase>>;
let shop: Awaited<ReturnType<typeof aLedgerShop>>;
let agent: Context;
beforeEach(async () => {
  db = await freshDatabase();
  shop = await aLedgerShop(db);
  agent = await shop.member("agent");
});

const secret = "Kirkegata 77, third floor";
const erase = async (customerId: string) => {
  await eraseCustomer(shop.ctx, { customerId, reason: "person_asked" });
  await runErasures(db);
};

test("what was done for somebody who was merged into her goes with her", async () => {
  await shop.plan(agent, setNote(secret));
  const customer = { kind: "email" as const, value: "mia@work.example", name: "Mia at work" };
  await receive(db, [aMessage({ workspaceId: shop.ctx.workspaceId, connectionId: shop.connectionId }, { customer })]);
  const open = await listConversations(shop.ctx, { folder: "open", limit: 5 });
  const { customerId } = open.find((one) => one.customerId !== shop.customerId)!;
  await mergeCustomers(shop.ctx, { customerId: shop.customerId, intoCustomerId: customerId });
  expect(placesOf(await dump(db), [secret])).not.toEqual([]);
  await erase(customerId);
  expect(placesOf(await dump(db), [secret])).toEqual([]);
});

test("what was done to her order before anybody knew that it was hers goes with her", async () => {
  const { id } = await shop.plan(agent, setNote(secret));
  const nobodys = (tx: RawTransaction) =>
    tx`update actions set customer_id = null, conversation_id = null where id = ${id} returning id`;
  expect(await inWorkspaces(db.app, [shop.ctx.workspaceId], nobodys)).toHaveLength(1);
  await erase(shop.customerId);
  expect(placesOf(await dump(db), [secret])).toEqual([]);
});

test("erased while the shop was doing it, it says what was moved and nothing of her", async () => {
  const { id } = await shop.ask(agent, refund(20_00));
  const { execute } = shop.till.act;
  shop.till.act.execute = async (connection, attempt) => {
    const result = await execute(connection, attempt);
    await erase(shop.customerId);
    return result.state === "done" ? { ...result, shown: { to: secret } } : result;
  };
  await shop.perform(id);
  expect(await shop.reread(id)).toMatchObject({ state: "done", costMinor: 20_00, currency: "EUR" });
  expect(placesOf(await dump(db), [secret])).toEqual([]);
});
