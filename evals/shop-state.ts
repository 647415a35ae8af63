import type { Shop } from "../sandbox/shopify/state.ts";
import { balanceOf } from "../sandbox/shopify/store-credit.ts";

type Order = Shop["orders"][number];

/** What the shop says, flat: "#1042 cancelled" → true. Only what an agent could change. */
export type ShopState = Record<string, unknown>;

export function shopState(shop: Shop): ShopState {
  const orders = shop.orders.flatMap((order) =>
    Object.entries(orderState(order)).map(([field, value]) => [`#${order.number} ${field}`, value] as const),
  );
  const customers = shop.customers.flatMap(
    ({ email, firstName, lastName, phone, tags, note, addresses, defaultAddressId }) => {
      const who = `${firstName ?? ""} ${lastName ?? ""}`.trim();
      const address = addresses.find(({ id }) => id === defaultAddressId) ?? null;
      const fields = { email, phone, tags: [...tags].sort(), note: note ?? null, address: addressLine(address) };
      return Object.entries(fields).map(([field, value]) => [`${who} ${field}`, value] as const);
    },
  );
  const credit = shop.storeCredit.reduce((sum, account) => sum + balanceOf(account), 0);
  const shopWide = {
    "store credit": credit / 100,
    "discount codes": shop.discounts.length,
    orders: shop.orders.length,
  };
  return Object.fromEntries([...orders, ...customers, ...Object.entries(shopWide)]);
}

function orderState(order: Order): Record<string, unknown> {
  const { cancelledAt, cancelReason, shippingAddress, tags, note, lines, returns, transactions } = order;
  const refunds = transactions.filter(({ kind, status }) => kind === "REFUND" && status === "SUCCESS");
  return {
    cancelled: cancelledAt === null ? false : (cancelReason ?? true),
    refunded: refunds.reduce((sum, { amount }) => sum + amount.shop, 0) / 100,
    "refunded to": [...new Set(refunds.map(({ gateway }) => gateway))].sort(),
    address: addressLine(shippingAddress),
    tags: [...tags].sort(),
    note,
    lines: lines.flatMap((line) => {
      const quantity = line.quantity - line.removed;
      return quantity > 0 ? [`${quantity} × ${[line.title, line.variant].filter(Boolean).join(", ")}`] : [];
    }),
    returns: returns.map((back) => returnLine(order, back)),
  };
}

function returnLine({ lines }: Order, back: Order["returns"][number]): string {
  const given = back.lines.map(({ lineId, quantity }) => {
    const line = lines.find(({ id }) => id === lineId);
    return `${quantity} × ${[line?.title, line?.variant].filter(Boolean).join(", ")}`;
  });
  const taken = back.exchanges.map(({ quantity, variantId }) => `${quantity} × variant ${variantId}`);
  return `${given.join(" + ")}${taken.length > 0 ? ` for ${taken.join(" + ")}` : ""}`;
}

function addressLine(address: Order["shippingAddress"]): string | null {
  if (!address) return null;
  const { address1, address2, zip, city, countryCode } = address;
  return [address1, address2, `${zip ?? ""} ${city ?? ""}`.trim(), countryCode].filter(Boolean).join(", ");
}

/** What is different, and to what. */
export function stateDiff(before: ShopState, after: ShopState): ShopState {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return Object.fromEntries(changed.map((key) => [key, after[key] ?? null]));
}
