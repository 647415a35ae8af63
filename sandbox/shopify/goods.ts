import type { Edit } from "./edits/records.ts";
import type {
  Checkout,
  Customer,
  Discount,
  Draft,
  GiftCard,
  Job,
  Location,
  Movement,
  Product,
  StoreCreditAccount,
  Variant,
} from "./goods-records.ts";
import type { Happening } from "./happenings.ts";
import { plantAddress, plantLine, plantOrder } from "./plant-order.ts";
import type { Order } from "./records.ts";
import type { CheckoutSeed, CustomerSeed, GiftCardSeed, ProductSeed, ShopSeed } from "./seeds.ts";

/** What a shop holds, beside who may ask. */
export interface Goods {
  currency: string;
  taxesIncluded: boolean;
  /** The next id of anything made here. */
  nextId: number;
  customers: Customer[];
  orders: Order[];
  products: Product[];
  locations: Location[];
  checkouts: Checkout[];
  drafts: Draft[];
  discounts: Discount[];
  giftCards: GiftCard[];
  storeCredit: StoreCreditAccount[];
  jobs: Job[];
  /** Money that really moved, in the order it did. */
  movements: Movement[];
  /** Mail the shop would have sent. */
  sentMails: { id: number; at: string; kind: string; to: string; about: string }[];
  /** What the timelines say. */
  happenings: Happening[];
  /** Orders being edited. */
  edits: Edit[];
  /** Answers by idempotency key. */
  answered: Map<string, Answered>;
  /** How long work after the answer takes, such as a cancellation. */
  jobMs: number;
  /** How long a mutation takes before it does anything. */
  slowMs: number;
  /** The app has no approval for protected customer data: names, addresses and numbers are null. */
  hidesPeople: boolean;
  /** What asks for scopes that were not granted is refused. */
  checksScopes: boolean;
}

export interface Answered {
  /** The mutation and its arguments, as text. */
  asked: string;
  atMs: number;
  /** False while it is being carried out. */
  isDone: boolean;
  answer: unknown;
}

export function plantGoods(seed: ShopSeed): Goods {
  const goods: Goods = {
    ...{ currency: seed.currency, taxesIncluded: seed.taxesIncluded ?? true, nextId: 9_100_000_001 },
    ...{ orders: [], checkouts: [], drafts: [], discounts: [], storeCredit: [], jobs: [], movements: [] },
    ...{
      sentMails: [],
      happenings: [],
      edits: [],
      answered: new Map(),
      jobMs: 50,
      slowMs: 0,
      hidesPeople: false,
      checksScopes: false,
      customers: [],
      giftCards: [],
    },
    locations: (seed.locations ?? [{ id: 8_800_000_001, name: "Shop location" }]).map((each) => ({
      ...each,
      isActive: true,
    })),
    products: [],
  };
  goods.products = (seed.products ?? []).map((each) => plantProduct(each, goods));
  for (const each of seed.customers) plantCustomer(each, goods);
  goods.orders = seed.orders.map((each) => plantOrder(each, goods));
  goods.checkouts = (seed.checkouts ?? []).map((each) => plantCheckout(each, goods));
  goods.giftCards = (seed.giftCards ?? []).map((each) => plantGiftCard(each, goods));
  return goods;
}

export function newRowId(goods: Pick<Goods, "nextId">): number {
  return goods.nextId++;
}

/** Adds a customer as a seed tells of one. */
export function plantCustomer(seed: CustomerSeed, goods: Goods): Customer {
  const { address, addresses = [], storeCreditMinor, updatedAt = seed.createdAt, ...own } = seed;
  const person = { firstName: seed.firstName, lastName: seed.lastName, phone: seed.phone };
  const first = address && plantAddress(address, person, seed.id);
  const others = addresses.map((each) => plantAddress(each, person, newRowId(goods)));
  const customer: Customer = {
    ...{ note: null, tags: [], locale: "en", ...own, updatedAt },
    ...{ addresses: first ? [first, ...others] : others, defaultAddressId: first?.id ?? null },
  };
  goods.customers.push(customer);
  if (storeCreditMinor) {
    const transaction = { amountMinor: storeCreditMinor, balanceMinor: storeCreditMinor, createdAt: seed.createdAt };
    goods.storeCredit.push({
      ...{ id: newRowId(goods), customerId: seed.id, currency: goods.currency },
      transactions: [{ id: newRowId(goods), ...transaction, expiresAt: null, event: "ADJUSTMENT" }],
    });
  }
  return customer;
}

function plantProduct(seed: ProductSeed, goods: Goods): Product {
  const at = "2026-01-01T00:00:00Z";
  const location = goods.locations[0]?.id ?? 0;
  const variants = seed.variants.map(
    ({ id, optionValues, sku, priceMinor, available }): Variant => ({
      ...{ id, productId: seed.id, title: optionValues.join(" / "), sku, priceMinor, optionValues, updatedAt: at },
      ...{ tracked: available !== null, oversells: false, available: new Map([[location, available ?? 0]]) },
    }),
  );
  const { vendor = "", productType = "", description = "", tags = [], image = null } = seed;
  return {
    ...{ id: seed.id, title: seed.title, vendor, productType, description, tags, image, variants },
    handle: seed.title.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    ...{ status: "ACTIVE", optionNames: seed.optionNames ?? ["Title"], createdAt: at, updatedAt: at },
  };
}

export function plantCheckout({ lines, ...seed }: CheckoutSeed, goods: Goods): Checkout {
  const presentment = { currency: goods.currency, rate: "1" };
  return { ...seed, updatedAt: seed.createdAt, lines: lines.map((line) => plantLine(line, goods, presentment)) };
}

function plantGiftCard(seed: GiftCardSeed, { currency }: Goods): GiftCard {
  const at = "2026-01-01T00:00:00Z";
  return { ...seed, currency, note: null, expiresOn: null, createdAt: at, updatedAt: at, deactivatedAt: null };
}
