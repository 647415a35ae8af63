import type { Bag, Presentment } from "./bag.ts";
import type { FulfillmentSeed, OrderSeed } from "./seeds.ts";

/** What a shop keeps of an order. Sums are never kept: they follow from these rows (see totals.ts). */
export interface Order {
  id: number;
  /** 1042 is shown as "#1042". */
  number: number;
  customerId: number | null;
  email: string | null;
  phone: string | null;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  cancelledAt: string | null;
  cancelReason: OrderSeed["cancelReason"];
  staffNote: string | null;
  note: string | null;
  poNumber: string | null;
  tags: string[];
  customAttributes: { key: string; value: string | null }[];
  sourceName: string;
  presentment: Presentment;
  taxesIncluded: boolean;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  lines: Line[];
  shippingLines: ShippingLine[];
  discountCodes: string[];
  /** The total when it was placed, before any edit. */
  original: Bag;
  transactions: Transaction[];
  fulfillments: Fulfillment[];
  refunds: Refund[];
  returns: Return[];
  risk: "NONE" | "PENDING" | "LOW" | "MEDIUM" | "HIGH";
  disputes: { id: number; status: string; initiatedAs: "CHARGEBACK" | "INQUIRY" }[];
  /** Said by a control call although the transactions say otherwise. */
  forcedStatus: OrderSeed["financialStatus"] | null;
  edited: boolean;
}

export interface Address {
  id: number;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  zip: string | null;
  country: string | null;
  countryCode: string | null;
  phone: string | null;
}

export interface Line {
  id: number;
  variantId: number | null;
  productId: number | null;
  title: string;
  variant: string | null;
  sku: string | null;
  vendor: string | null;
  image: string | null;
  /** Units ever ordered, those taken out or refunded later included. */
  quantity: number;
  /** Taken out by an edit. */
  removed: number;
  unit: Bag;
  /** Of all `quantity` units together. */
  discounts: LineDiscount[];
  tax: Bag;
  requiresShipping: boolean;
  isGiftCard: boolean;
  customAttributes: { key: string; value: string | null }[];
}

export interface LineDiscount {
  id: number;
  title: string;
  code: string | null;
  amount: Bag;
  /** For an edit's preview: what was asked for. */
  percentage: number | null;
}

export interface ShippingLine {
  id: number;
  title: string;
  price: Bag;
  discount: Bag;
  tax: Bag;
}

export interface Transaction {
  id: number;
  kind: "SALE" | "AUTHORIZATION" | "CAPTURE" | "REFUND" | "VOID";
  status: "SUCCESS" | "FAILURE" | "PENDING";
  gateway: string;
  parentId: number | null;
  amount: Bag;
  createdAt: string;
  refundId: number | null;
}

export interface Fulfillment extends Omit<FulfillmentSeed, "lines" | "tracking"> {
  updatedAt: string;
  lines: { id: number; lineId: number; quantity: number }[];
  trackings: { company: string | null; number: string | null; url: string | null }[];
}

export type RestockType = "CANCEL" | "NO_RESTOCK" | "RETURN" | "LEGACY_RESTOCK";

export interface Refund {
  id: number;
  createdAt: string;
  note: string | null;
  lines: {
    id: number;
    lineId: number;
    quantity: number;
    subtotal: Bag;
    tax: Bag;
    restockType: RestockType;
    locationId: number | null;
  }[];
  shipping: { id: number; shippingLineId: number; subtotal: Bag; tax: Bag }[];
  /** Money given back beyond (or short of, negative) what the lines and the shipping are worth. */
  adjustment: Bag;
  discrepancyReason: string | null;
  returnId: number | null;
}

export interface Return {
  id: number;
  name: string;
  status: "REQUESTED" | "OPEN" | "CLOSED" | "CANCELED" | "DECLINED";
  createdAt: string;
  approvedAt: string | null;
  closedAt: string | null;
  decline: { reason: string; note: string | null } | null;
  lines: ReturnLine[];
  exchanges: ExchangeLine[];
  shippingFee: { id: number; amount: Bag } | null;
}

export interface ReturnLine {
  id: number;
  fulfillmentLineId: number;
  lineId: number;
  quantity: number;
  processed: number;
  reasonId: number | null;
  reasonNote: string;
  customerNote: string | null;
  /** Of the line's price, 0 to 100. */
  restockingPercent: number | null;
}

export interface ExchangeLine {
  id: number;
  variantId: number;
  quantity: number;
  processed: number;
  /** Lines of the order that came of it. */
  lineIds: number[];
  unit: Bag;
  discount: Bag;
}
