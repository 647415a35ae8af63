import { expect, test } from "@jest/globals";
import { saveRecords } from "../../../src/domain/commerce/index.ts";
import { askWhenBack, endStockRequest, listStockRequests } from "../../../src/domain/stock-requests/index.ts";
import { aConversation } from "../../ai/turn.ts";
import { testDatabase } from "../../support/database.ts";
import { aProductRecord } from "../../support/shop-records.ts";

const db = await testDatabase();

/** A shop that has the small and the middle one, and not the large one. */
async function aShop() {
  const conversation = await aConversation(db);
  const { system, agent, shop, customerId, conversationId } = conversation;
  let minutes = 0;
  const stock = (...available: string[]) => {
    const product = aProductRecord(["S", "M", "L"]);
    const variants = product.variants.map((one) => ({ ...one, available: available.includes(one.title) }));
    const updatedAt = new Date(product.updatedAt.getTime() + 60_000 * minutes++);
    return saveRecords(system, { connectionId: shop.id, records: [{ ...product, variants, updatedAt }] });
  };
  await stock("S", "M");
  const at = { customerId, conversationId, connectionId: shop.id };
  const ask = (variant: string) => askWhenBack(agent, { ...at, variantId: `gid://shopify/ProductVariant/${variant}` });
  const states = async () => (await listStockRequests(agent, { customerId })).map(({ title, state }) => [title, state]);
  return { ...conversation, stock, ask, states };
}

test("she waits for goods that are sold out, once however often she asks, until it is ended", async () => {
  const { agent, ask, states, stock, customerId, events } = await aShop();
  await expect(ask("M")).rejects.toMatchObject({ code: "conflict", details: { reason: "in_stock" } });
  await expect(ask("XXL")).rejects.toMatchObject({ code: "not_found" });
  const [one, two] = await Promise.all([ask("L"), ask("L")]);
  expect(two.id).toBe(one.id);
  expect(await states()).toEqual([["Fjord, L", "open"]]);
  const other = await aShop();
  await expect(endStockRequest(other.agent, { stockRequestId: one.id })).rejects.toMatchObject({ code: "not_found" });
  await endStockRequest(agent, { stockRequestId: one.id });
  await endStockRequest(agent, { stockRequestId: one.id });
  expect((await ask("L")).id).not.toBe(one.id);
  expect(await states()).toEqual([
    ["Fjord, L", "open"],
    ["Fjord, L", "ended"],
  ]);
  expect((await events()).filter((name) => name.startsWith("stock_request."))).toEqual([
    ...["stock_request.made", "stock_request.ended", "stock_request.made"],
  ]);
  await stock("S", "M", "L");
  await expect(ask("L")).rejects.toMatchObject({ details: { reason: "in_stock" } });
  await expect(listStockRequests(other.agent, { customerId })).rejects.toMatchObject({ code: "not_found" });
});
