import { demoProducts } from "../sandbox/seed-goods.ts";
import type { Shop } from "../sandbox/shopify/state.ts";
import type { Scene } from "./happenings.ts";
import { shopToken } from "./shop.ts";

const soldOut = demoProducts.flatMap(({ title, variants }) =>
  variants
    .filter(({ available }) => available === 0)
    .map(({ id, optionValues, priceMinor }) => ({ id, title, variant: optionValues.join(" / "), priceMinor })),
);

/** Everything that was sold out is there again. */
export async function restock(scene: Scene): Promise<void> {
  for (const { id } of soldOut) await ask(scene, { method: "PATCH", path: `variants/${id}`, body: { available: 5 } });
}

/** The scenario's customer orders one of the goods that were sold out. */
export async function buy(scene: Scene): Promise<void> {
  const { shop, customer } = shopOf(scene);
  const [goods] = soldOut;
  const { id: variantId, title, variant, priceMinor: unitPriceMinor } = goods!;
  const number = 3001 + shop.orders.length;
  const lines = [{ id: number, variantId, title, variant, quantity: 1, unitPriceMinor }];
  await ask(scene, { method: "POST", path: "orders", body: { number, customerId: customer.id, lines } });
}

/** Her newest order is refunded in full, as the shop's own staff would do it. */
export async function refund(scene: Scene): Promise<void> {
  const order = shopOf(scene).shop.orders.at(-1)!;
  const orderId = `gid://shopify/Order/${order.id}`;
  const [paid] = order.transactions;
  const amount = (paid!.amount.shop / 100).toFixed(2);
  const parentId = `gid://shopify/OrderTransaction/${paid!.id}`;
  const input = {
    orderId,
    refundLineItems: order.lines.map(({ id, quantity }) => ({ lineItemId: `gid://shopify/LineItem/${id}`, quantity })),
    transactions: [{ orderId, parentId, gateway: paid!.gateway, kind: "REFUND", amount }],
  };
  const { stage, world } = scene;
  const answer = await fetch(`${stage.sandbox.url}/shopify/${world.places.shopDomain}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": shopToken },
    body: JSON.stringify({
      query: `mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "${order.id}") { userErrors { message } } }`,
      variables: { input },
    }),
  });
  const told = await answer.text();
  if (!told.includes(`"userErrors":[]`)) throw new Error(`Order ${order.number} was not refunded: ${told}`);
}

function shopOf({ stage, scenario, world }: Scene): { shop: Shop; customer: Shop["customers"][number] } {
  const shop = stage.sandbox.state.shops.get(world.places.shopDomain)!;
  const person = scenario.people[scenario.customer]!;
  const customer = shop.customers.find(({ email }) => email === world.places.addressOf(person));
  if (!customer) throw new Error(`${scenario.id}: the shop does not know ${person.name}`);
  return { shop, customer };
}

async function ask(
  { stage, world }: Scene,
  { method, path, body }: { method: string; path: string; body: object },
): Promise<void> {
  const answer = await fetch(`${stage.sandbox.url}/control/shopify/${world.places.shopDomain}/${path}`, {
    ...{ method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
}
