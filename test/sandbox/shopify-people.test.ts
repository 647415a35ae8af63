import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const mia = "gid://shopify/Customer/7001";
const topics = () => shop.receiver.asked.map(({ headers }) => headers["x-shopify-topic"]);

test("tags come and go on whatever has tags, each once whatever its case", async () => {
  const change = async (mutation: string, id: string, tags: string[]) =>
    (
      await shop.data(
        `mutation ($id: ID!, $tags: [String!]!) { ${mutation}(id: $id, tags: $tags) { node { ... on Customer { tags } ... on Order { tags } ... on Product { tags } } userErrors { field } } }`,
        { id, tags },
      )
    )[mutation];
  expect((await change("tagsAdd", mia, ["vip, loud", "VIP"])).node.tags).toEqual(["loud", "VIP"]);
  expect((await change("tagsRemove", mia, ["LOUD"])).node.tags).toEqual(["VIP"]);
  expect((await change("tagsAdd", "gid://shopify/Order/5500000001042", ["a"])).node.tags).toEqual(["a"]);
  expect((await change("tagsAdd", "gid://shopify/Product/610001", ["a"])).node.tags).toEqual(["a", "candle"]);
  expect((await change("tagsAdd", "gid://shopify/Order/1", ["a"])).userErrors).toEqual([{ field: ["id"] }]);
  expect((await change("tagsAdd", "gid://shopify/Location/1", ["a"])).userErrors).toEqual([{ field: ["id"] }]);
  expect((await change("tagsAdd", mia, ["x".repeat(41)])).userErrors).toEqual([{ field: ["tags"] }]);
  await until(() =>
    ["customer.tags_added", "customer.tags_removed", "customers/update"].every((topic) => topics().includes(topic)),
  );
});

test("a customer's words and addresses change; addresses of others and nonsense are refused", async () => {
  const update = async (input: object) =>
    (
      await shop.data(
        "mutation ($input: CustomerInput!) { customerUpdate(input: $input) { customer { note phone firstName tags updatedAt } userErrors { field } } }",
        { input: { id: mia, ...input } },
      )
    ).customerUpdate;
  expect((await update({ note: "Likes pine", phone: "+46 70 123 45 67", tags: ["vip"] })).customer).toMatchObject({
    ...{ note: "Likes pine", phone: "+46701234567", firstName: "Mia", tags: ["vip"] },
  });
  expect((await update({ email: "Jonas.Vik@mail.example" })).userErrors).toEqual([{ field: ["email"] }]);
  expect((await update({ phone: "none" })).userErrors).toEqual([{ field: ["phone"] }]);
  const { customerAddressCreate } = await shop.data(
    `mutation { customerAddressCreate(customerId: "${mia}", address: { address1: "Byvägen 1", city: "Kiruna", zip: "98100", countryCode: SE }) { address { id name country } userErrors { message } } }`,
  );
  const { id } = customerAddressCreate.address;
  expect(customerAddressCreate.address).toMatchObject({ name: "Mia Berg", country: "Sweden" });
  const both = await shop.data(
    `mutation { customerAddressUpdate(customerId: "${mia}", addressId: "${id}", address: { address2: "2 tr" }) { address { address1 address2 } userErrors { message } }
      customerUpdateDefaultAddress(customerId: "${mia}", addressId: "${id}") { customer { defaultAddress { id } addressesV2(first: 5) { nodes { id } } } userErrors { message } } }`,
  );
  expect(both.customerAddressUpdate.address).toEqual({ address1: "Byvägen 1", address2: "2 tr" });
  expect(both.customerUpdateDefaultAddress.customer.defaultAddress.id).toBe(id);
  expect(both.customerUpdateDefaultAddress.customer.addressesV2.nodes).toHaveLength(2);
  const { order } = await shop.data(
    `{ order(id: "gid://shopify/Order/5500000001042") { shippingAddress { address1 } } }`,
  );
  expect(order.shippingAddress.address1).toBe("Storgatan 12");
  const { customerUpdateDefaultAddress: refused } = await shop.data(
    `mutation { customerUpdateDefaultAddress(customerId: "gid://shopify/Customer/7002", addressId: "${id}") { userErrors { field } } }`,
  );
  expect(refused.userErrors).toEqual([{ field: ["addressId"] }]);
});

test("without approval for protected data nobody has a name, an address or a number, in answers and in webhooks", async () => {
  await shop.control("PUT", `shopify/${domain}/manner`, { hidesPeople: true });
  const { customer, order } =
    await shop.data(`{ customer(id: "${mia}") { firstName lastName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } defaultAddress { address1 } addressesV2(first: 3) { nodes { id } } numberOfOrders }
    order(id: "gid://shopify/Order/5500000001042") { email phone shippingAddress { city } billingAddress { city } totalPriceSet { shopMoney { amount } } customer { id } } }`);
  const none = {
    firstName: null,
    lastName: null,
    defaultEmailAddress: null,
    defaultPhoneNumber: null,
    defaultAddress: null,
  };
  expect(customer).toEqual({ ...none, addressesV2: { nodes: [] }, numberOfOrders: "1" });
  expect(order).toEqual({
    email: null,
    phone: null,
    shippingAddress: null,
    billingAddress: null,
    totalPriceSet: { shopMoney: { amount: "53.9" } },
    customer: { id: mia },
  });
  await shop.control("PATCH", `shopify/${domain}/orders/1042`, { note: "x" });
  const hook = await until(() => shop.receiver.asked[0]);
  expect(hook.body).not.toMatch(/mia|berg|storgatan/i);
  expect(JSON.parse(hook.body ?? "")).toMatchObject({
    name: "#1042",
    email: null,
    customer: { id: 7001, first_name: null },
  });
});
