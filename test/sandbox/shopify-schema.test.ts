import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { demo, type RunningSandbox, startSandbox } from "../../sandbox/index.ts";
import { requiredScopes } from "../../sandbox/shopify/schema.ts";

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

async function ask(query: string) {
  const answer = await fetch(`${sandbox.url}/shopify/${demo.shop.domain}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": demo.shop.accessToken },
    body: JSON.stringify({ query }),
  });
  return answer.json();
}

test("what nobody plays is answered from its type alone: no rows, nothing, or a plausible value, always the same", async () => {
  const query = `{ collections(first: 2) { nodes { id } pageInfo { hasNextPage } } menu(id: "gid://shopify/Menu/1") { id }
    shop { currencyCode timezoneAbbreviation setupRequired description weightUnit billingAddress { city } resourceLimits { locationLimit } } }`;
  const { data, errors } = await ask(query);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    collections: { nodes: [], pageInfo: { hasNextPage: false } },
    menu: null,
    shop: {
      ...{ currencyCode: "EUR", timezoneAbbreviation: "Timezone abbreviation" },
      ...{ setupRequired: false, description: null },
    },
  });
  expect((await ask(query)).data).toEqual(data);
});

test("a mutation nobody plays is refused instead of pretending that it worked", async () => {
  const { errors } = await ask(`mutation { menuDelete(id: "gid://shopify/Menu/1") { deletedMenuId } }`);
  expect(errors).toMatchObject([{ path: ["menuDelete"], extensions: { code: "NOT_IMPLEMENTED" } }]);
});

test("anything is found by its id, whatever its type", async () => {
  const { data } = await ask(`{ nodes(ids: ["gid://shopify/Customer/7001", "gid://shopify/Order/5500000001042",
    "gid://shopify/Order/1", "gid://shopify/Nothing/1"]) { __typename id ... on Order { name } ... on Customer { displayName } } }`);
  expect(data.nodes).toEqual([
    { __typename: "Customer", id: "gid://shopify/Customer/7001", displayName: "Mia Berg" },
    { __typename: "Order", id: "gid://shopify/Order/5500000001042", name: "#1042" },
    null,
    null,
  ]);
});

test("the scopes that a type or a mutation asks for are known", () => {
  expect(requiredScopes()).toMatchObject({
    Customer: ["read_customers"],
    "Mutation.orderCancel": ["write_orders|write_marketplace_orders"],
    "Mutation.refundCreate": [expect.stringContaining("write_orders|")],
    "Mutation.draftOrderCreateFromOrder": expect.arrayContaining(["write_draft_orders"]),
  });
});

test("a shop that checks scopes refuses what was not granted; who may write may read", async () => {
  const shop = sandbox.state.shops.get(demo.shop.domain);
  if (!shop) throw new Error("The demo shop is gone");
  Object.assign(shop, { checksScopes: true });
  shop.installation.scopes = ["read_customers", "write_orders"];
  expect((await ask("{ orders(first: 1) { nodes { name customer { id } } } }")).errors).toBeUndefined();
  expect((await ask("{ giftCards(first: 1) { nodes { id } } }")).errors).toMatchObject([
    { extensions: { code: "ACCESS_DENIED" }, message: expect.stringContaining("read_gift_cards") },
  ]);
  const { data, errors } = await ask(
    `mutation { customerUpdate(input: { id: "gid://shopify/Customer/7001", note: "x" }) { customer { note } } }`,
  );
  expect([data.customerUpdate, errors[0].extensions.code]).toEqual([null, "ACCESS_DENIED"]);
});
