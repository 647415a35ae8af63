import type { OrderRecord } from "./contract-orders.ts";

export type RecordKind = ShopRecord["kind"];
export type ShopRecord =
  | CustomerRecord
  | OrderRecord
  | ProductRecord
  | CheckoutRecord
  | DraftOrderRecord
  | DiscountCodeRecord;

export interface RecordBase {
  /** The provider's own id, for good. */
  externalId: string;
  /** The shop's time of the last change: an older one never overwrites a newer one. */
  updatedAt: Date;
  /** It came without some of its lists: never in place of one of the same time that has them. */
  partial?: boolean;
}

/** Without approval for protected data a provider tells no names, addresses and numbers: null, never an error. */
export interface CustomerRecord extends RecordBase {
  kind: "customer";
  name: string | null;
  email: string | null;
  phone: string | null;
  orderCount: number | null;
  /** All she ever spent, as the shop counts it. */
  spentMinor: number | null;
  /** Of `spentMinor`; ISO 4217. */
  currency: string | null;
  tags: string[];
  note: string | null;
  locale: string | null;
  /** Lower-case word of the provider: enabled, disabled, invited … */
  accountState: string | null;
  verifiedEmail: boolean | null;
  /** The default one first. */
  addresses: Address[];
  since: Date | null;
  /** Where she agreed to advertising, or took it back: to the address above, and when. */
  marketing?: { channel: "email" | "sms"; state: "given" | "withdrawn"; at: Date }[];
  adminUrl: string | null;
}

export interface Address {
  name: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  zip: string | null;
  country: string | null;
  /** ISO 3166-1. */
  countryCode: string | null;
  phone: string | null;
}

export interface ProductRecord extends RecordBase {
  kind: "product";
  title: string;
  handle: string | null;
  /** active, draft, archived. */
  status: string;
  vendor: string | null;
  productType: string | null;
  tags: string[];
  /** Plain text. */
  description: string;
  options: { name: string; values: string[] }[];
  currency: string;
  imageUrl: string | null;
  /** In the shop; null: not published there. */
  url: string | null;
  totalInventory: number | null;
  /** All of them. */
  variants: VariantRecord[];
  adminUrl: string | null;
}

export interface VariantRecord {
  externalId: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  /** In the product's currency. */
  priceMinor: number;
  compareAtMinor: number | null;
  available: boolean;
  /** Null: not counted. */
  inventory: number | null;
  options: { name: string; value: string }[];
  imageUrl: string | null;
}

/** A checkout that was not finished. */
export interface CheckoutRecord extends RecordBase {
  kind: "checkout";
  name: string | null;
  customerExternalId: string | null;
  email: string | null;
  phone: string | null;
  startedAt: Date;
  completedAt: Date | null;
  currency: string;
  presentmentCurrency: string;
  totalMinor: number;
  presentmentTotalMinor: number;
  lines: BasketLine[];
  discountCodes: string[];
  /** Brings the shopper back to it. */
  recoveryUrl: string | null;
}

export interface DraftOrderRecord extends RecordBase {
  kind: "draft_order";
  name: string;
  /** open, invoice_sent, completed. */
  status: string;
  customerExternalId: string | null;
  email: string | null;
  phone: string | null;
  draftedAt: Date;
  completedAt: Date | null;
  currency: string;
  presentmentCurrency: string;
  totalMinor: number;
  presentmentTotalMinor: number;
  lines: BasketLine[];
  tags: string[];
  note: string | null;
  invoiceUrl: string | null;
  invoiceSentAt: Date | null;
  /** What became of it. */
  orderExternalId: string | null;
  adminUrl: string | null;
}

export interface BasketLine {
  externalId: string;
  title: string;
  variant: string | null;
  sku: string | null;
  productExternalId: string | null;
  variantExternalId: string | null;
  quantity: number;
  unitPriceMinor: number;
  presentmentUnitPriceMinor: number;
  totalMinor: number;
  presentmentTotalMinor: number;
  imageUrl: string | null;
}

export interface DiscountCodeRecord extends RecordBase {
  kind: "discount_code";
  title: string;
  /** The first ones; a bulk discount has many. */
  codes: string[];
  codeCount: number;
  /** active, scheduled, expired. */
  status: string;
  /** As the shop says it: "10% off entire order". */
  summary: string | null;
  startsAt: Date | null;
  endsAt: Date | null;
  usageLimit: number | null;
  usageCount: number;
  oncePerCustomer: boolean;
}
