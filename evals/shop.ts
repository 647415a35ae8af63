import { demoProducts } from "../sandbox/seed-goods.ts";
import type { CustomerSeed, FulfillmentSeed, LineSeed, OrderSeed, ShopSeed } from "../sandbox/world.ts";
import type { Person, Scenario, ScenarioOrder } from "./scenario.ts";

/** Where the people and accounts of one run are: no two runs share an address. */
export interface Places {
  shopDomain: string;
  mailbox: string;
  addressOf(person: Person): string;
}

export function placesOf(run: string): Places {
  return {
    shopDomain: `eval-${run}.myshopify.com`,
    mailbox: `support@nordlys-${run}.example`,
    addressOf: ({ mailbox }) => `${mailbox}@${run}.mail.example`,
  };
}

export const shopToken = "shpat_sandbox_evals";
const countries: Record<string, string> = {
  NO: "Norway",
  SE: "Sweden",
  DK: "Denmark",
  DE: "Germany",
  US: "United States",
};
const firstCustomer = 9001;

/** What the shop knows one of a scenario's people by. */
export function idOf({ people }: Pick<Scenario, "people">, key: string): number {
  return firstCustomer + Object.keys(people).indexOf(key);
}

/** The shop of a scenario: what Nordlys sells, its people and their orders. */
export function shopOf(scenario: Scenario, places: Places, at: Date): ShopSeed {
  const keys = Object.keys(scenario.people);
  return {
    ...{ domain: places.shopDomain, name: "Nordlys Candles", email: places.mailbox, currency: "EUR" },
    accessToken: shopToken,
    products: demoProducts,
    customers: keys
      .filter((key) => scenario.people[key]?.known)
      .map((key) => customerSeed(idOf(scenario, key), scenario.people[key]!, places)),
    orders: scenario.orders.map((order) => orderSeed(order, idOf(scenario, order.of), at)),
  };
}

function customerSeed(id: number, person: Person, places: Places): CustomerSeed {
  const [firstName = "", ...rest] = person.name.split(" ");
  const { address1 = "Storgata 12", city = "Bergen", zip = "5017", countryCode = "NO" } = person.address;
  return {
    ...{ id, firstName, lastName: rest.join(" "), email: places.addressOf(person), phone: person.phone ?? null },
    createdAt: "2026-01-10T12:00:00Z",
    address: { address1, city, zip, country: countries[countryCode] ?? countryCode, countryCode },
    ...(person.storeCreditMinor !== undefined && { storeCreditMinor: person.storeCreditMinor }),
  };
}

function orderSeed(order: ScenarioOrder, customerId: number, at: Date): OrderSeed {
  const { number, refundedMinor } = order;
  const createdAt = momentOf(order.placed, at);
  const lines = order.lines.map((line, n) => lineSeed(line, number * 100 + n));
  const back = { id: number * 100 + 90, createdAt, note: null, amountMinor: refundedMinor ?? 0, lines: [] };
  return {
    ...{ id: 5_500_000_000_000 + number, number, customerId, createdAt, updatedAt: createdAt, lines },
    financialStatus: refundedMinor === undefined ? "PAID" : "PARTIALLY_REFUNDED",
    ...{ cancelledAt: null, cancelReason: null, note: order.note, shippingMinor: 0 },
    fulfillments: order.parcel === "none" ? [] : [parcelOf(order, lines, at)],
    refunds: refundedMinor === undefined ? [] : [back],
  };
}

function lineSeed({ title, variant, quantity, priceMinor }: ScenarioOrder["lines"][number], id: number): LineSeed {
  const product = demoProducts.find((each) => each.title === title);
  const sold = product?.variants.find(({ optionValues }) => optionValues.join(" / ") === (variant ?? "Default Title"));
  return {
    ...{ id, title, variant, quantity, sku: sold?.sku ?? `NC-${id}`, image: null },
    ...{ unitPriceMinor: priceMinor ?? sold?.priceMinor ?? 1000 },
    ...{ variantId: sold?.id ?? null, productId: product?.id ?? null },
  };
}

export function parcelOf(
  order: ScenarioOrder,
  lines: readonly Pick<LineSeed, "id" | "quantity">[],
  at: Date,
): FulfillmentSeed {
  const { number, delivered, expected, trackingNumber = `JVGL0${number}000${number}` } = order;
  const isDelivered = order.parcel === "delivered";
  const deliveredAt = isDelivered ? momentOf(delivered ?? "3d", at) : null;
  const sent = momentOf(delivered ?? order.placed, at);
  return {
    ...{
      id: 4_400_000_000_000 + number,
      createdAt: sent,
      status: "SUCCESS",
      inTransitAt: sent,
      deliveredAt,
      events: [],
    },
    displayStatus: isDelivered ? "DELIVERED" : "IN_TRANSIT",
    tracking: { company: "PostNord", number: trackingNumber, url: `https://tracking.example/${trackingNumber}` },
    estimatedDeliveryAt: isDelivered || expected === undefined ? null : momentOf(expected, at),
    lines: lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
  };
}

/** "12d" → twelve days before. */
function momentOf(span: string, at: Date): string {
  const [, later, count, unit] = /^(\+?)(\d+)([mhd])$/.exec(span) ?? [];
  const ms = Number(count) * { m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as "m" | "h" | "d"];
  return new Date(at.getTime() + (later ? ms : -ms)).toISOString().replace(/\.\d+Z$/, "Z");
}
