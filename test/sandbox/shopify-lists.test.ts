import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const names = async (query: string, args = "") =>
  (
    await shop.data(
      `query ($query: String) { orders(first: 50, query: $query, sortKey: ORDER_NUMBER ${args}) { nodes { name } } }`,
      { query },
    )
  ).orders.nodes.map(({ name }: { name: string }) => name);

describe("a search", () => {
  test.each([
    ["status:any", ["#1038", "#1042", "#1043", "#1044"]],
    ["name:#1043 OR name:1042", ["#1042", "#1043"]],
    ["name:1042,1043", ["#1042", "#1043"]],
    ["financial_status:paid -fulfillment_status:unfulfilled", ["#1038", "#1042"]],
    ["(name:1038 OR name:1043) AND NOT fulfillment_status:fulfilled", ["#1043"]],
    ["email:'sara.lindqvist@mail.example' return_status:in_progress", ["#1044"]],
    ["customer_id:7003", ["#1038", "#1044"]],
    ["id:5500000001042", ["#1042"]],
    ["sku:NC-FJO-SS", ["#1044"]],
    ["updated_at:>=2001-01-01T00:00:00Z updated_at:<'2100-01-01T00:00:00Z'", ["#1038", "#1042", "#1043", "#1044"]],
    ["updated_at:<2001-01-01", []],
    ["status:cancelled", []],
    ["nobody@mail.example", []],
    ["jonas.vik@mail.example", ["#1043"]],
  ])("for %s finds %j", async (query, found) => {
    expect(await names(query)).toEqual(found);
  });

  test("of anything may be hostile text", async () => {
    for (const query of ['"', "(((", "OR OR", "status:", "-", ":", "))", "\\", "name:'", "a".repeat(5_000)])
      await names(query);
  });
});

test("rows that change while pages are read are neither lost nor do they take others with them", async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 10; page++) {
    const { orders } = await shop.data(
      "query ($after: String) { orders(first: 1, after: $after, sortKey: UPDATED_AT) { nodes { name } pageInfo { endCursor hasNextPage } } }",
      { after },
    );
    seen.push(...orders.nodes.map(({ name }: { name: string }) => name));
    after = orders.pageInfo.endCursor;
    if (page === 0) await shop.control("PATCH", `shopify/${domain}/orders/${seen[0]?.slice(1)}`, { note: "changed" });
    if (!orders.pageInfo.hasNextPage) break;
  }
  expect([...seen].sort()).toEqual([...["#1038", "#1042", "#1043", "#1044"], seen[0]].sort());
  expect(seen.at(-1)).toBe(seen[0]);
});

test("goods are listed, counted and found by id, with what can be sold of them", async () => {
  const found = await shop.data(`{
    products(first: 5, query: "title:fjord") { nodes { handle totalInventory variants(first: 5) { nodes { sku price availableForSale selectedOptions { name value } } } } }
    out: productVariants(first: 5, query: "inventory_quantity:<=0", sortKey: SKU) { nodes { sku } }
    productsCount { count } productVariantsCount(query: "product_type:Candle") { count }
    abandonedCheckouts(first: 5, query: "status:open") { nodes { totalPriceSet { shopMoney { amount } } lineItems(first: 2) { nodes { quantity variant { sku } } } } }
    nodes(ids: ["gid://shopify/ProductVariant/610021", "gid://shopify/Location/8800000001"]) { __typename ... on ProductVariant { inventoryItem { inventoryLevels(first: 1) { nodes { quantities(names: ["available"]) { quantity } } } } } ... on Location { name } } }`);
  expect(found.products.nodes).toMatchObject([
    {
      handle: "fjord-candle",
      totalInventory: 65,
      variants: {
        nodes: [{ price: "24.0", availableForSale: true }, {}, { sku: "NC-FJO-LJ", availableForSale: false }],
      },
    },
  ]);
  expect(found.out.nodes).toHaveLength(2);
  expect([found.productsCount.count, found.productVariantsCount.count]).toEqual([5, 6]);
  expect(found.abandonedCheckouts.nodes).toEqual([
    {
      totalPriceSet: { shopMoney: { amount: "42.0" } },
      lineItems: { nodes: [{ quantity: 2, variant: { sku: "NC-AUR-MC" } }] },
    },
  ]);
  expect(found.nodes).toEqual([
    {
      __typename: "ProductVariant",
      inventoryItem: { inventoryLevels: { nodes: [{ quantities: [{ quantity: 12 }] }] } },
    },
    { __typename: "Location", name: "Shop location" },
  ]);
  await shop.control("PATCH", `shopify/${domain}/variants/610013`, { available: 3, priceMinor: 2600 });
  const { productVariant } = await shop.data(
    `{ productVariant(id: "gid://shopify/ProductVariant/610013") { price availableForSale } }`,
  );
  expect(productVariant).toEqual({ price: "26.0", availableForSale: true });
});
