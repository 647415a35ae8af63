import type { Bag } from "./bag.ts";
import type { Address, Line, Order } from "./records.ts";

/** Whether somebody agreed to advertising, as Shopify says it. */
export type Marketing = Partial<
  Record<"email" | "sms", { state: "NOT_SUBSCRIBED" | "PENDING" | "SUBSCRIBED" | "UNSUBSCRIBED"; updatedAt: string }>
>;

export interface Customer {
  id: number;
  marketing?: Marketing | undefined;
  firstName: string | null;
  lastName: string | null;
  /** Null: without approval for protected data Shopify gives none. */
  email: string | null;
  phone: string | null;
  note: string | null;
  tags: string[];
  locale: string;
  createdAt: string;
  updatedAt: string;
  addresses: Address[];
  defaultAddressId: number | null;
}

export interface Product {
  id: number;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  status: "ACTIVE" | "ARCHIVED" | "DRAFT";
  tags: string[];
  description: string;
  image: string | null;
  optionNames: string[];
  createdAt: string;
  updatedAt: string;
  variants: Variant[];
}

export interface Variant {
  id: number;
  productId: number;
  title: string;
  sku: string | null;
  /** Minor units of the shop's currency. */
  priceMinor: number;
  optionValues: string[];
  /** False: it may be sold without being counted. */
  tracked: boolean;
  /** May be sold below nothing. */
  oversells: boolean;
  /** Location id → how many can be sold. */
  available: Map<number, number>;
  updatedAt: string;
}

export interface Location {
  id: number;
  name: string;
  isActive: boolean;
}

export interface Checkout {
  id: number;
  customerId: number | null;
  email: string | null;
  createdAt: string;
  updatedAt: string;
  completedAt: string | null;
  lines: Line[];
}

export interface Draft {
  id: number;
  number: number;
  status: "OPEN" | "INVOICE_SENT" | "COMPLETED";
  customerId: number | null;
  createdAt: string;
  updatedAt: string;
  completedAt: string | null;
  invoiceSentAt: string | null;
  reserveInventoryUntil: string | null;
  orderId: number | null;
  /** Priced and discounted like the order it becomes. */
  order: Pick<
    Order,
    | "email"
    | "phone"
    | "note"
    | "poNumber"
    | "tags"
    | "customAttributes"
    | "presentment"
    | "taxesIncluded"
    | "shippingAddress"
    | "billingAddress"
    | "lines"
    | "shippingLines"
    | "discountCodes"
  >;
  discount: { title: string | null; description: string; value: number; isPercentage: boolean; amount: Bag } | null;
}

export interface Discount {
  id: number;
  title: string;
  code: string;
  startsAt: string;
  endsAt: string | null;
  createdAt: string;
  updatedAt: string;
  usageLimit: number | null;
  used: number;
  oncePerCustomer: boolean;
  /** Null: everybody. */
  customerIds: number[] | null;
  /** A share of the price (0 to 1), or an amount in minor units of the shop's currency. */
  value: { percentage: number } | { amountMinor: number; onEachItem: boolean };
  minimum: { subtotalMinor: number } | { quantity: number } | null;
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
  tags: string[];
}

export interface GiftCard {
  id: number;
  code: string;
  currency: string;
  initialMinor: number;
  balanceMinor: number;
  customerId: number | null;
  note: string | null;
  /** A day: "2027-11-30". */
  expiresOn: string | null;
  createdAt: string;
  updatedAt: string;
  deactivatedAt: string | null;
}

export interface StoreCreditAccount {
  id: number;
  customerId: number;
  currency: string;
  transactions: StoreCreditTransaction[];
}

export interface StoreCreditTransaction {
  id: number;
  /** Negative: taken out. */
  amountMinor: number;
  balanceMinor: number;
  createdAt: string;
  expiresAt: string | null;
  event: "ADJUSTMENT" | "ORDER_REFUND" | "ORDER_PAYMENT";
}

/** Work Shopify does after its answer; `job(id)` says when it is done. */
export interface Job {
  id: string;
  done: boolean;
}

/** Money that really moved in the shop. */
export interface Movement {
  at: string;
  kind:
    | "refund"
    | "store_credit"
    | "store_credit_debit"
    | "gift_card"
    | "gift_card_deactivated"
    | "payment"
    | "discount";
  currency: string;
  amountMinor: number;
  /** The order it belongs to: "gid://shopify/Order/1". */
  orderId: string | null;
  /** What was made: a transaction, a gift card … */
  id: string;
  gateway: string | null;
}
