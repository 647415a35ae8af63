import type { Router } from "express";
import { z } from "zod";
import type { OnShop } from "./control.ts";
import { newRowId, plantCheckout, plantCustomer } from "./goods.ts";
import type { Customer } from "./goods-records.ts";
import { ledgerOf } from "./ledger.ts";
import { touch } from "./moment.ts";
import { customerPayload } from "./payloads/customer.ts";
import { productPayload } from "./payloads/draft.ts";
import { orderPayload } from "./payloads/order.ts";
import { plantAddress, plantFulfillment, plantOrder } from "./plant-order.ts";
import type { Order } from "./records.ts";
import { checkoutSeed, customerSeed, orderChange, orderSeed } from "./seed-input.ts";
import type { Shop } from "./state.ts";

type Send = (shop: Shop, topic: string, payload: unknown) => object;

const mannerInput = z
  .strictObject({ jobMs: z.int().min(0), slowMs: z.int().min(0), hidesPeople: z.boolean(), checksScopes: z.boolean() })
  .partial();
const variantInput = z.strictObject({ available: z.int(), priceMinor: z.int().min(0) }).partial();

/** What happens in the shop by other hands than the app's, and what can be looked at afterwards. */
export function addShopLevers(routes: Router, onShop: OnShop, send: Send): void {
  addReaders(routes, onShop);
  routes.post(
    "/:shop/orders",
    onShop((shop, { body }) => {
      const order = plantOrder(orderSeed.parse(body), shop);
      shop.orders.push(order);
      return send(shop, "orders/create", orderPayload(order, shop));
    }),
  );
  routes.patch(
    "/:shop/orders/:number",
    onShop((shop, { params, body }) => {
      const order = shop.orders.find(({ number }) => String(number) === params.number);
      if (!order) return { webhookId: null };
      changeOrder(shop, order, body);
      return send(shop, "orders/updated", orderPayload(order, shop));
    }),
  );
  routes.post(
    "/:shop/customers",
    onShop((shop, { body }) => {
      const customer = plantCustomer(customerSeed.parse(body), shop);
      return send(shop, "customers/create", customerPayload(customer, shop));
    }),
  );
  routes.patch(
    "/:shop/customers/:id",
    onShop((shop, { params, body }) => {
      const customer = shop.customers.find(({ id }) => String(id) === params.id);
      if (!customer) return { webhookId: null };
      changeCustomer(shop, customer, body);
      return send(shop, "customers/update", customerPayload(customer, shop));
    }),
  );
  routes.post(
    "/:shop/checkouts",
    onShop((shop, { body }) => {
      const checkout = plantCheckout(checkoutSeed.parse(body), shop);
      shop.checkouts.push(checkout);
      return send(shop, "checkouts/create", { id: checkout.id });
    }),
  );
  routes.patch(
    "/:shop/variants/:id",
    onShop((shop, { params, body }) => {
      const product = shop.products.find(({ variants }) => variants.some(({ id }) => String(id) === params.id));
      const variant = product?.variants.find(({ id }) => String(id) === params.id);
      if (!product || !variant) return { webhookId: null };
      const { available, priceMinor = variant.priceMinor } = variantInput.parse(body);
      const [location] = shop.locations;
      if (available !== undefined && location) variant.available.set(location.id, available);
      variant.priceMinor = priceMinor;
      variant.updatedAt = touch(product);
      return send(shop, "products/update", productPayload(product, shop));
    }),
  );
}

function addReaders(routes: Router, onShop: OnShop): void {
  routes.get(
    "/:shop",
    onShop(({ customers, orders, drafts, discounts, giftCards, storeCredit, sentMails }) => ({
      ...{ customers, orders, drafts, discounts, giftCards, storeCredit, sentMails },
    })),
  );
  routes.get("/:shop/ledger", onShop(ledgerOf));
  routes.put(
    "/:shop/manner",
    onShop((shop, { body }) => {
      const { jobMs, slowMs, hidesPeople, checksScopes } = Object.assign(shop, mannerInput.parse(body));
      return { jobMs, slowMs, hidesPeople, checksScopes };
    }),
  );
}

function changeOrder(shop: Shop, order: Order, body: unknown): void {
  const { fulfillments, financialStatus, updatedAt, disputes, ...given } = orderChange.parse(body);
  Object.assign(order, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
  if (financialStatus) order.forcedStatus = financialStatus;
  if (fulfillments) order.fulfillments = fulfillments.map((each) => plantFulfillment(each, shop));
  if (disputes) order.disputes = disputes;
  order.updatedAt = updatedAt ?? touch(order);
}

function changeCustomer(shop: Shop, customer: Customer, body: unknown): void {
  const { address, ...given } = customerSeed.partial().parse(body);
  const { firstName, lastName, email, phone, note, tags, marketing } = given;
  const named = Object.entries({ firstName, lastName, email, phone, note, tags, marketing });
  // What is left out of a new customer is made up; of one that is there it stays.
  Object.assign(customer, Object.fromEntries(named.filter(([name]) => Object.hasOwn(Object(body), name))));
  if (address) {
    const planted = plantAddress(address, customer, newRowId(shop));
    customer.addresses = [planted, ...customer.addresses.filter(({ id }) => id !== customer.defaultAddressId)];
    customer.defaultAddressId = planted.id;
  }
  touch(customer);
}
