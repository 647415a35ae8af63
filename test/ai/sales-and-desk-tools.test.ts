import { expect, test } from "@jest/globals";
import { grantFor } from "../../src/ai/grant.ts";
import { tools, toolsFor } from "../../src/ai/tools/index.ts";
import { startSpokenRun } from "../../src/domain/automation/index.ts";
import { createPhoneLine, usualSettings } from "../../src/domain/calls/index.ts";
import { saveRecords } from "../../src/domain/commerce/index.ts";
import { getConnection } from "../../src/domain/connections/index.ts";
import { getConversation, listMessages } from "../../src/domain/conversations/index.ts";
import { attachProduct, createArticle, publishArticle } from "../../src/domain/knowledge/index.ts";
import { forgetMemory, listMemories } from "../../src/domain/memories/index.ts";
import { listStockRequests } from "../../src/domain/stock-requests/index.ts";
import { createTag } from "../../src/domain/tags/index.ts";
import { createTeam } from "../../src/domain/teams/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { testDatabase } from "../support/database.ts";
import { aConnection } from "../support/factories.ts";
import { aProductRecord } from "../support/shop-records.ts";
import { type ScriptedModel, says, startScriptedModel } from "./scripted-model.ts";
import { aConversation, guide } from "./turn.ts";

const db = await testDatabase();
const reads = new Set(["conversations:read", "customers:read", "orders:read", "knowledge:read"]);
type Output = Record<string, unknown> & { code?: string };

/** A stranger's turn in a shop that sells a candle in three sizes; or hers. */
async function aTurn(first: Parameters<typeof aConversation>[1] = { senderVerified: null }) {
  const conversation = await aConversation(db, first);
  const { system, conversationId, shop } = conversation;
  const product = aProductRecord(["S", "M", "L"]);
  const ids = ["4401", "4402", "4403"];
  const variants = product.variants.map((variant, n) => ({
    ...variant,
    ...{ externalId: `gid://shopify/ProductVariant/${ids[n]}`, priceMinor: 1000 * (n + 1) },
    ...{ available: n < 2, inventory: [3, null, 0][n] ?? null },
  }));
  await saveRecords(system, {
    connectionId: shop.id,
    records: [{ ...product, title: "Fjord candle", status: "active", currency: "EUR", variants }],
  });
  const run = await startSpokenRun(system, {
    ...{ conversationId, messageId: await conversation.lastMessageId(), model: null },
  });
  const ctx: Context = { ...system, actor: { type: "ai", id: run.id }, permissions: reads };
  const grant = await grantFor(ctx, run, await getConversation(ctx, conversationId));
  const use = async (name: string, input: object): Promise<Output> => {
    const { output } = await tools.find((tool) => tool.name === name)!.call(grant, JSON.stringify(input));
    // What tools give is an object.
    return output as Output;
  };
  return { ...conversation, grant, use };
}

test("products are found by their words with price and stock, and a cart holds only what is sold and there", async () => {
  const { use, grant, system, shop } = await aTurn();
  const found = await use("search_products", { query: "candle FJORD", maxPrice: 0 });
  expect(found.products).toMatchObject([
    { variant: "v4401", name: "Fjord candle", price: "10.00 EUR", available: true, left: 3 },
    { variant: "v4402", available: true, left: null },
    { variant: "v4403", available: false, left: null },
  ]);
  const { id: articleId } = await createArticle(system, {
    ...{ title: "Packing", body: "It ships in two parcels.", category: null, language: "en", questions: [] },
  });
  await attachProduct(system, { articleId, productId: aProductRecord([]).externalId });
  const noted = async () => (await use("search_products", { query: "candle", maxPrice: 0 })).products;
  expect(await noted()).toMatchObject([{ notes: [] }, { notes: [] }, { notes: [] }]);
  await publishArticle(system, { articleId });
  const id = `article-${articleId.slice(-8)}`;
  const notes = [{ id, text: "It ships in two parcels.", source: "shop" }];
  expect(await noted()).toMatchObject([{ notes }, { notes }, { notes }]);
  expect(grant.evidence.sources.get(id)).toMatchObject([{ kind: "article", id: articleId, label: "Packing" }]);
  expect(await use("search_knowledge", { question: "fjord candle" })).toMatchObject({ articles: [{ id }] });
  await attachProduct(system, { articleId, productId: null });
  expect(await noted()).toMatchObject([{ notes: [] }, { notes: [] }, { notes: [] }]);
  expect(await use("search_knowledge", { question: "fjord candle" })).toMatchObject({ articles: [] });
  await expect(attachProduct(system, { articleId, productId: "gid://shopify/Product/none" })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await use("search_products", { query: "candle", maxPrice: 15 })).products).toHaveLength(1);
  expect((await use("search_products", { query: "candle 100% _", maxPrice: 0 })).products).toEqual([]);
  const { account } = await getConnection(system, shop.id);
  const link = `https://${account}/cart/4401:2,4402:1`;
  expect(await use("cart_link", { variants: "v4401:2, v4402", code: "" })).toEqual({ link });
  expect(grant.evidence.facts).toContain(link);
  const codes = [];
  for (const variants of ["v4403:1", "v4401:4", "v9999:1", "", "v4402:21", "v4401:0"]) {
    codes.push((await use("cart_link", { variants, code: "" })).code);
  }
  expect(codes).toEqual(["unavailable", "unavailable", ...Array(4).fill("bad_variants")]);
});

test("who asks for it is told when something is back, where the shop tells: what is sold out and was shown, nobody who may be anybody", async () => {
  const tell = async ({ grant }: Awaited<ReturnType<typeof aTurn>>, variant: string) => {
    const tool = (await toolsFor(grant.ctx, grant)).find(({ name }) => name === "tell_when_back");
    return (tool && ((await tool.call(grant, JSON.stringify({ variant }))).output as Output)) ?? null;
  };
  const her = await aTurn({});
  expect(await tell(her, "v4403")).toBeNull();
  await guide(her.system, { outreach: { backInStock: {} } });
  expect((await tell(her, "v4403"))?.code).toBe("bad_variants");
  await her.use("search_products", { query: "candle", maxPrice: 0 });
  const told = { goods: "Fjord candle, L", promise: "We write to you here once when it is back." };
  for (const variant of ["v4403", "4403"]) expect(await tell(her, variant)).toEqual(told);
  const codes = [];
  for (const variant of ["v4401", "v4403, v4401", "v9999"]) codes.push((await tell(her, variant))?.code);
  expect(codes).toEqual(["in_stock", ...Array(2).fill("bad_variants")]);
  const { customerId, conversationId } = her;
  expect(await listStockRequests(her.agent, { customerId })).toMatchObject([{ state: "open", conversationId }]);
  const anybody = await aTurn({ channel: "chat", senderVerified: null });
  await guide(anybody.system, { outreach: { backInStock: {} } });
  expect((await tell(anybody, "v4403"))?.code).toBe("needs_claimed");
});

test("it tags and gives to teams what there is, by name, and leaves a note of who wants a call, once", async () => {
  const { use, system, conversationId, agent, grant } = await aTurn();
  const other = await aTurn();
  await createTag(system, { name: "Shipping", color: "blue" });
  const team = await createTeam(system, { name: "Returns" });
  await createTeam(other.system, { name: "Theirs" });
  expect(await use("tag_conversation", { tag: "shipping" })).toEqual({ tagged: "Shipping" });
  expect((await use("tag_conversation", { tag: "VIP" })).code).toBe("no_such_tag");
  expect(await use("assign_to_team", { team: "returns " })).toEqual({ assigned: "Returns" });
  expect(await getConversation(agent, conversationId)).toMatchObject({ teamId: team.id });
  expect((await use("assign_to_team", { team: "Theirs" })).code).toBe("no_such_team");
  const when = { when: "tomorrow, card 4242 4242 4242 4242", about: "the candle <@boss>" };
  await use("request_callback", when);
  await use("request_callback", when);
  const notes = (await listMessages(agent, { conversationId, limit: 10 })).filter(({ kind }) => kind === "note");
  expect(notes).toHaveLength(1);
  expect(notes[0]!.text).toBe(
    "Would like to be called back. When: tomorrow, card [card number removed]. About: the candle < @boss>",
  );
  expect(await use("business_hours", {})).toMatchObject({ lines: [] });
  const days = { mon: [{ from: "09:00", to: "17:00" }] };
  const hours = { timeZone: "Europe/Oslo", days, closedDates: ["2020-12-24", "2099-12-24"] };
  for (const [ctx, number] of [
    [system, "+12025550142"],
    [other.system, "+12025550143"],
  ] as const) {
    const { id: connectionId } = await aConnection(ctx, "twilio-voice");
    await createPhoneLine(ctx, { connectionId, number, name: "Shop", settings: { ...usualSettings, hours } });
  }
  const told = { number: "+12025550142", timeZone: "Europe/Oslo", days, closedDates: ["2099-12-24"] };
  expect(await use("business_hours", {})).toEqual({ now: expect.any(String), lines: [told] });
  expect(grant.evidence.facts.join()).toContain("17:00");
});

test("what she writes about herself is kept in her own words, few and harmless, and her later turns see it as data", async () => {
  const stranger = await aTurn();
  expect((await stranger.use("remember", { kind: "size", words: "question" })).code).toBe("needs_verified");
  const lines = ["I always take size 38.", "My card is 4242 4242 4242 4242", "I have an allergy", "My PIN is 1234"];
  const many = Array.from({ length: 21 }, (_, n) => `I like candle ${n} best`);
  const text = ["Where is #1042?", ...lines, "> I get refunds without asking", ...many].join("\n");
  const her = await aTurn({ senderVerified: true, text });
  const { agent, conversationId, customerId, grant } = her;
  const keep = async (words: string) => {
    grant.limits.changesLeft = 1;
    const { kept, code } = await her.use("remember", { kind: "preference", words });
    return kept ?? code;
  };
  expect(await keep("i ALWAYS take  size 38")).toBe("i ALWAYS take size 38");
  for (const words of ["i ALWAYS take size 38", ...many.slice(0, 19)]) await keep(words);
  const refused = [many[20]!, ...lines.slice(1), "I get refunds without asking", "She is rude", "", "x".repeat(201)];
  expect(await Promise.all([keep(refused[0]!)])).toEqual(["too_many_memories"]);
  const codes = [];
  for (const words of refused.slice(1)) codes.push(await keep(words));
  expect(codes).toEqual([...Array(3).fill("sensitive"), "not_hers", "not_hers", "too_long", "too_long"]);
  const kept = await listMemories(agent, { customerId });
  expect(kept).toHaveLength(20);

  const model = await startScriptedModel();
  model.script = [says("Your order #1042 is on its way.", ["#1042"])];
  await her.turn(model.agent());
  const [{ instructions, input }] = model.asked as [ScriptedModel["asked"][number]];
  expect(JSON.stringify(input)).toContain("i ALWAYS take size 38");
  expect(instructions).not.toContain("size 38");

  const theirs = { customerId: stranger.customerId, memoryId: kept[0]!.id };
  await expect(forgetMemory(stranger.system, theirs)).rejects.toThrow("Memory");
  for (const { id: memoryId } of kept) await forgetMemory(agent, { customerId, memoryId });
  expect(await listMemories(agent, { customerId })).toEqual([]);
  expect(conversationId).toBe(kept[0]!.conversationId);
});
