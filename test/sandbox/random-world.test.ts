import { expect, test } from "@jest/globals";
import { startSandbox } from "../../sandbox/index.ts";
import { randomWorld } from "../../sandbox/random-world.ts";

const query = `{
  customers(first: 50) { nodes { orders(first: 50) { nodes {
    name displayFulfillmentStatus totalPriceSet { shopMoney { amount currencyCode } }
    lineItems(first: 10) { nodes { quantity unfulfilledQuantity } } } } } }
  orders(first: 250) { nodes { name } }
}`;

test("a seed always gives the same world, and another seed another", () => {
  expect(randomWorld(7)).toEqual(randomWorld(7));
  expect(randomWorld(7)).not.toEqual(randomWorld(8));
});

test.each([1, 2, 3, 4, 5])(
  "in world %d every order belongs to one customer, and its state follows from its parcels",
  async (seed) => {
    const world = randomWorld(seed);
    const sandbox = await startSandbox({ world });
    const [shop] = world.shops;
    const answer = await fetch(`${sandbox.url}/shopify/${shop?.domain}/admin/api/2026-10/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": shop?.accessToken ?? "" },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = await answer.json();
    await sandbox.stop();
    expect(errors).toBeUndefined();
    type Order = {
      name: string;
      displayFulfillmentStatus: string;
      lineItems: { nodes: { quantity: number; unfulfilledQuantity: number }[] };
    };
    const owned: Order[] = data.customers.nodes.flatMap(
      (customer: { orders: { nodes: Order[] } }) => customer.orders.nodes,
    );
    expect(owned.map(({ name }) => name).sort()).toEqual(data.orders.nodes.map(({ name }: Order) => name).sort());
    for (const { displayFulfillmentStatus, lineItems } of owned) {
      const open = lineItems.nodes.reduce((sum, { unfulfilledQuantity }) => sum + unfulfilledQuantity, 0);
      const all = lineItems.nodes.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(displayFulfillmentStatus).toBe(
        open === 0 ? "FULFILLED" : open === all ? "UNFULFILLED" : "PARTIALLY_FULFILLED",
      );
    }
  },
);
