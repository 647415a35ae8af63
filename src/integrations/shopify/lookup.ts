import { ProviderUnavailable } from "../../platform/errors.ts";
import type { Connection, Lookup, OrderRecord } from "../contract.ts";
import { customerByEmailDocument } from "./documents-customers.ts";
import { QueryTooExpensive } from "./failure.ts";
import { type Ask, askShop } from "./records/ask.ts";
import { recordsById, smallOrder, wholeOrder } from "./records/fetch.ts";
import { customerRecord } from "./records/others.ts";
import { idOf, isObject, type Json, nodes } from "./records/parse.ts";

/** Orders asked for in the first question; fewer when Shopify finds it too expensive. The others follow by their ids. */
const sizes = [9, 4, 1] as const;

/**
 * A customer by exact email with the newest fifty orders whole; most people need one question. Without approval for
 * protected data Shopify answers null for names and addresses, not with an error; orders older than 60 days
 * need a scope of their own.
 */
export const lookup: Lookup = {
  async customer(connection: Connection, { email }) {
    const ask = askShop(connection, "agent");
    const node = await askAbout(ask, email);
    if (node === null) return null;
    const customer = customerRecord(node, connection.account);
    if (customer === null) throw new ProviderUnavailable("Shopify gave an answer we cannot read");
    return { customer, orders: await ordersOf(ask, connection.account, node) };
  },
};

async function askAbout(ask: Ask, email: string): Promise<Json | null> {
  for (const orders of sizes) {
    try {
      const { customerByIdentifier } = await ask(customerByEmailDocument, { email, orders, ...smallOrder });
      return isObject(customerByIdentifier) ? customerByIdentifier : null;
    } catch (error) {
      if (!(error instanceof QueryTooExpensive) || orders === sizes.at(-1)) throw error;
    }
  }
  return null;
}

async function ordersOf(ask: Ask, shop: string, customer: Json): Promise<OrderRecord[]> {
  const orders: OrderRecord[] = [];
  for (const node of nodes(customer.orders)) {
    const order = await wholeOrder(ask, shop, node);
    if (order) orders.push(order);
  }
  const known = new Set(orders.map(({ externalId }) => externalId));
  const more = nodes(customer.more).flatMap((node) => idOf(node) ?? []);
  const others = await recordsById(
    ask,
    shop,
    "order",
    more.filter((id) => !known.has(id)),
  );
  return [...orders, ...others.filter((record) => record.kind === "order")];
}
