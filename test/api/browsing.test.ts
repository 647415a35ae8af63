import { beforeAll, expect, test } from "@jest/globals";
import { listEvents } from "../../src/domain/events/index.ts";
import { aPerson, aProgram, type Client, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aShopWithMail, type ShopWithMail } from "../support/factories.ts";

let api: TestApi;
let world: ShopWithMail;
let agent: LoggedIn;
let storefront: Client;
let at: string;
beforeAll(async () => {
  api = await startApi();
  world = await aShopWithMail(api.db);
  agent = await aPerson(api, world.ctx, "agent");
  storefront = await aProgram(api, world.ctx, ["conversations:write"]);
  at = `/v1/conversations/${world.ids.conversationId}/browsing`;
});

const line = { title: "Fjord candle", variant: "Pine", quantity: 2, unitPriceMinor: 2450, imageUrl: null };
const cart = { currency: "EUR", totalMinor: 4900, lines: [line] };
const page = { url: "https://nordlys.example/products/fjord", title: "Fjord candle", at: "2026-11-20T10:00:00.000Z" };
const seenAt = "2026-11-20T10:00:01.000Z";
const told = async () =>
  (await listEvents(world.ctx, { after: 0, limit: 1000 })).events.filter(({ name }) => name === "conversation.browsed")
    .length;

test("what a storefront tells is seen by agents, once however often it is told, and never an older state over a newer", async () => {
  expect((await agent.get(at).expect(200)).body).toEqual({ seenAt: null, cart: null, pages: [] });
  const first = { seenAt, cart, pages: [page] };
  await storefront.put(at, first).expect(200);
  await storefront.put(at, first).expect(200);
  expect((await agent.get(at).expect(200)).body).toEqual(first);
  expect(await told()).toBe(1);
  const late = await storefront.put(at, { seenAt: "2026-11-20T09:00:00Z", cart: null, pages: [] }).expect(200);
  expect(late.body).toEqual(first);
  const emptied = { seenAt: "2026-11-20T10:05:00.000Z", cart: null, pages: [page] };
  await storefront.put(at, emptied).expect(200);
  expect((await agent.get(at).expect(200)).body).toEqual(emptied);
  expect(await told()).toBe(2);
});

test("a clock that runs ahead does not keep later states out", async () => {
  const { body } = await storefront.put(at, { seenAt: "2126-01-01T00:00:00Z", cart: null, pages: [] }).expect(200);
  expect(Date.parse(body.seenAt)).toBeLessThanOrEqual(Date.now());
});

test("of several at once the newest state stays", async () => {
  const states = Array.from({ length: 8 }, (_, n) => ({ cart: { ...cart, totalMinor: n }, pages: [], n }));
  const base = Date.now() - 1000;
  const other = await aShopWithMail(api.db);
  const program = await aProgram(api, other.ctx, ["conversations:write", "conversations:read"]);
  const there = `/v1/conversations/${other.ids.conversationId}/browsing`;
  const shuffled = states.toSorted((one, two) => ((one.n * 5) % 8) - ((two.n * 5) % 8));
  await Promise.all(
    shuffled.map(({ n, ...state }) =>
      program.put(there, { seenAt: new Date(base + n).toISOString(), ...state }).expect(200),
    ),
  );
  expect((await program.get(there).expect(200)).body.cart.totalMinor).toBe(7);
});

test.each([
  ["an address that runs a script", { pages: [{ ...page, url: "javascript:alert(1)" }] }, "pages.0.url"],
  ["a currency in words", { cart: { ...cart, currency: "euro" } }, "cart.currency"],
  ["half a cent", { cart: { ...cart, totalMinor: 0.5 } }, "cart.totalMinor"],
  ["more pages than are kept", { pages: Array.from({ length: 21 }, () => page) }, "pages"],
  ["no time", { seenAt: "yesterday" }, "seenAt"],
])("%s is refused and changes nothing", async (_, change, path) => {
  const before = (await agent.get(at).expect(200)).body;
  const { body } = await storefront
    .put(at, { seenAt: new Date().toISOString(), cart, pages: [], ...change })
    .expect(422);
  expect(JSON.stringify(body)).toContain(path);
  expect((await agent.get(at).expect(200)).body).toEqual(before);
});
