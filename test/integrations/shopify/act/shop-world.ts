import type { CustomerSeed, FulfillmentSeed, LineSeed, OrderSeed, World } from "../../../../sandbox/world.ts";

export const domain = "fjord.myshopify.com";
export const accessToken = "shpat_sandbox_fjord";

const placed = "2026-10-01T09:00:00.000Z";

/** What the tests act on; a number is an id of the seed. */
export const ids = {
  ...{ mia: 1, guestless: 2 },
  ...{ candle: 11, lamp: 12, voucher: 13 },
  ...{
    paid: 101,
    delivered: 102,
    guest: 103,
    cancelled: 104,
    foreign: 105,
    long: 106,
    part: 107,
    gift: 108,
    split: 109,
  },
  ...{ pending: 110, returned: 111, card: 120 },
} as const;

export function shopWorld(currency = "EUR"): World {
  return {
    mailboxes: [],
    shops: [
      {
        ...{ domain, accessToken, name: "Fjord", email: "hello@fjord.example", currency },
        customers: [customer(ids.mia, "Mia", "Berg"), customer(ids.guestless, "Ola", "Nord")],
        products: [
          product(21, "Candle", [{ id: ids.candle, price: 2400 }]),
          product(22, "Lamp", [{ id: ids.lamp, price: 5000 }]),
        ],
        orders: [
          order({ id: ids.paid, number: 1001, shippingMinor: 500 }),
          order({ id: ids.delivered, number: 1002, fulfillments: [sent(1002, [line(1002, 1, 2)])] }),
          order({ id: ids.guest, number: 1003, customerId: null }),
          order({ id: ids.cancelled, number: 1004, cancelledAt: placed, cancelReason: "CUSTOMER" }),
          order({ id: ids.foreign, number: 1005, presentment: { currency: "USD", rate: "1.1" } }),
          order({ id: ids.long, number: 1006, lines: manyLines(1006, 300) }),
          order({ id: ids.part, number: 1007, fulfillments: [sent(1007, [line(1007, 1, 1)])] }),
          order({
            id: ids.gift,
            number: 1008,
            lines: [{ ...candles(1008, 1, 1), title: "Gift card", isGiftCard: true }],
          }),
          order({ id: ids.split, number: 1009, payments: split }),
          order({ id: ids.pending, number: 1010, financialStatus: "PENDING" }),
          order({ id: ids.returned, number: 1011, fulfillments: [sent(1011, [line(1011, 1, 2)])] }),
        ],
        giftCards: [{ id: ids.card, code: "halfspent", initialMinor: 1500, balanceMinor: 500, customerId: ids.mia }],
      },
    ],
  };
}

const split: OrderSeed["payments"] = [
  { kind: "SALE", gateway: "gift_card", amountMinor: 1000 },
  { kind: "SALE", gateway: "shopify_payments", amountMinor: 3800 },
];

function customer(id: number, firstName: string, lastName: string): CustomerSeed {
  const email = `${firstName.toLowerCase()}@mail.example`;
  const address = { address1: "Storgata 1", city: "Oslo", zip: "0155", country: "Norway", countryCode: "NO" };
  return {
    id,
    firstName,
    lastName,
    email,
    phone: null,
    createdAt: placed,
    address,
    tags: ["regular"],
    note: "Likes wool",
  };
}

function product(id: number, title: string, variants: { id: number; price: number }[]) {
  return {
    ...{ id, title },
    variants: variants.map((each) => ({
      ...{ id: each.id, optionValues: ["Default Title"], sku: null, priceMinor: each.price, available: 100 },
    })),
  };
}

/** Two candles for 24.00 each, paid, not sent. */
function order(given: Partial<OrderSeed> & { id: number; number: number }): OrderSeed {
  return {
    ...{ customerId: ids.mia, createdAt: placed, updatedAt: placed, financialStatus: "PAID", cancelledAt: null },
    ...{ cancelReason: null, note: "Ring the bell", tags: ["vip"], lines: [candles(given.number, 1, 2)] },
    ...{ shippingMinor: 0, fulfillments: [], refunds: [] },
    ...given,
  };
}

/** The id of the nth line of an order. */
export const lineNumber = (orderNumber: number, n: number) => orderNumber * 1000 + n;

function candles(orderNumber: number, n: number, quantity: number): LineSeed {
  return {
    ...{ id: lineNumber(orderNumber, n), title: "Candle", variant: null, sku: null, quantity, unitPriceMinor: 2400 },
    ...{ image: null, variantId: ids.candle, productId: 21 },
  };
}

function manyLines(orderNumber: number, count: number): LineSeed[] {
  return Array.from({ length: count }, (_, n) => ({
    ...candles(orderNumber, n + 1, 1),
    ...{ unitPriceMinor: 100, title: `Candle ${n + 1}` },
  }));
}

function line(orderNumber: number, n: number, quantity: number) {
  return { lineId: lineNumber(orderNumber, n), quantity };
}

function sent(orderNumber: number, lines: FulfillmentSeed["lines"]): FulfillmentSeed {
  return {
    ...{ id: orderNumber * 10, createdAt: placed, status: "SUCCESS", displayStatus: "DELIVERED", tracking: null },
    ...{ estimatedDeliveryAt: null, inTransitAt: placed, deliveredAt: "2026-10-04T12:00:00.000Z", lines, events: [] },
  };
}
