import type { CustomerSeed, FulfillmentSeed, LineSeed, OrderSeed, ShopSeed, World } from "./world.ts";

const letters = ["Åsa", "Zoë", "O’Neil", "Łukasz", "Ana", "李", "Jürgen", "Bo"];
const currencies = ["EUR", "JPY", "KWD", "SEK"];
const day = 86_400_000;

/** A shop of its own with shoppers and orders in every state, the same for the same seed. */
export function randomWorld(seed: number, { shoppers = 5, ordersEach = 3 } = {}): World {
  const random = generator(seed);
  const domain = `shop-${seed}.myshopify.com`;
  const customers = Array.from({ length: shoppers }, (_, i) => customer(i + 1, seed, random));
  const orders = customers.flatMap(({ id }) =>
    Array.from({ length: random.below(ordersEach + 1) }, (_, i) => order(id * 100 + i, id, random)),
  );
  const address = `support@shop-${seed}.example`;
  const mailbox = {
    address,
    name: `Shop ${seed}`,
    kind: "shop" as const,
    refreshToken: `1//shop-${seed}`,
    watched: true,
  };
  const shop: ShopSeed = {
    ...{ domain, name: `Shop ${seed}`, email: address, currency: random.of(currencies) },
    ...{ accessToken: `shpat_shop_${seed}`, customers, orders },
  };
  const people = customers.flatMap(({ email, firstName, lastName }) =>
    email
      ? [{ address: email, name: `${firstName} ${lastName}`, kind: "shopper" as const, refreshToken: `1//${email}` }]
      : [],
  );
  return { mailboxes: [mailbox, ...people], shops: [shop] };
}

type Random = ReturnType<typeof generator>;

function customer(id: number, seed: number, random: Random): CustomerSeed {
  return {
    ...{ id, firstName: random.of(letters), lastName: random.of(letters) },
    email: random.below(5) === 0 ? null : `shopper-${id}@shop-${seed}.example`,
    phone: random.below(2) === 0 ? null : `+4670000000${id}`,
    createdAt: moment(random.below(400)),
    address: null,
  };
}

function order(number: number, customerId: number, random: Random): OrderSeed {
  const lines = Array.from({ length: 1 + random.below(3) }, (_, i) => line(number * 10 + i, random));
  const createdAt = moment(random.below(90));
  const isCancelled = random.below(6) === 0;
  const sent = isCancelled ? [] : lines.slice(0, random.below(lines.length + 1));
  return {
    ...{ id: 1_000_000 + number, number, customerId, createdAt, updatedAt: createdAt, lines, note: null, refunds: [] },
    financialStatus: random.of(["PENDING", "PAID", "VOIDED"] as const),
    cancelledAt: isCancelled ? createdAt : null,
    cancelReason: isCancelled ? "CUSTOMER" : null,
    shippingMinor: random.below(1000),
    fulfillments: sent.length > 0 ? [parcel(number, createdAt, sent, random)] : [],
  };
}

function line(id: number, random: Random): LineSeed {
  const [title, variant] = [`Candle ${random.of(letters)}`, random.of([null, "Large", "Small"])];
  return {
    id,
    title,
    variant,
    sku: null,
    quantity: 1 + random.below(4),
    unitPriceMinor: random.below(10_000),
    image: null,
  };
}

function parcel(id: number, createdAt: string, lines: LineSeed[], random: Random): FulfillmentSeed {
  const displayStatus = random.of(["IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED", "LABEL_PRINTED"] as const);
  return {
    ...{ id, createdAt, status: "SUCCESS", displayStatus, inTransitAt: null, events: [] },
    tracking: random.of([null, { company: "DHL", number: `JD${id}`, url: `https://tracking.example/JD${id}` }]),
    estimatedDeliveryAt: random.of([null, createdAt]),
    deliveredAt: displayStatus === "DELIVERED" ? createdAt : null,
    lines: lines.map(({ id: lineId, quantity }) => ({ lineId, quantity })),
  };
}

/** Days before a fixed noon: a seed gives the same world at any time. */
function moment(daysBefore: number): string {
  return new Date(Date.UTC(2026, 9, 1, 12) - daysBefore * day).toISOString().replace(".000Z", "Z");
}

/** mulberry32: 32 bits of state are enough for a small world. */
function generator(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number) => Math.floor(next() * most);
  const of = <T>(choices: readonly T[]): T => {
    const chosen = choices[below(choices.length)];
    if (chosen === undefined) throw new RangeError("There is nothing to choose from");
    return chosen;
  };
  return { below, of };
}
