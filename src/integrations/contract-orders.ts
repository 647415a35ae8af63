import type { Address, RecordBase } from "./contract-shop.ts";

/** In the smallest unit of the shop's currency and of the one the shopper saw. */
export interface Amount {
  minor: number;
  presentmentMinor: number;
}

export interface OrderRecord extends RecordBase {
  kind: "order";
  /** As the shop shows it: "#1042". */
  name: string;
  /** Null: bought without being anybody (point of sale), or the customer was deleted. */
  customerExternalId: string | null;
  email: string | null;
  phone: string | null;
  placedAt: Date;
  /** Of the shop; ISO 4217. */
  currency: string;
  /** What the shopper saw and paid in; ISO 4217. */
  presentmentCurrency: string;
  /** As ordered and edited; `details.amounts` has the others. */
  totalMinor: number;
  presentmentTotalMinor: number;
  /** Lower-case words of the provider: paid, pending, partially_refunded … */
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  /** no_return, return_requested, in_progress, returned … */
  returnStatus: string | null;
  cancelledAt: Date | null;
  closedAt: Date | null;
  tags: string[];
  /** All of them, however many. */
  lines: OrderLine[];
  fulfillments: Fulfillment[];
  /** What is only shown with the order. */
  details: OrderDetails;
  adminUrl: string | null;
}

export interface OrderLine {
  externalId: string;
  title: string;
  variant: string | null;
  sku: string | null;
  productExternalId: string | null;
  variantExternalId: string | null;
  /** As ordered. */
  quantity: number;
  /** After edits and refunds. */
  currentQuantity: number;
  refundableQuantity: number;
  unfulfilledQuantity: number;
  /** Before discounts. */
  unitPriceMinor: number;
  presentmentUnitPriceMinor: number;
  /** All of `quantity`, after discounts. */
  totalMinor: number;
  presentmentTotalMinor: number;
  imageUrl: string | null;
}

export interface Fulfillment {
  externalId: string;
  /** Where the parcel is: in_transit, out_for_delivery, delivered, attempted_delivery, failure … */
  status: string;
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  /** ISO 8601, as all times in documents. */
  createdAt: string | null;
  estimatedDeliveryAt: string | null;
  inTransitAt: string | null;
  deliveredAt: string | null;
  /** What the carrier said, oldest first. */
  events: { status: string; at: string; message: string | null }[];
  lines: { externalId: string; lineExternalId: string; quantity: number }[];
}

export interface OrderDetails {
  confirmationNumber: string | null;
  amounts: {
    subtotal: Amount;
    discounts: Amount;
    shipping: Amount;
    taxes: Amount;
    /** After refunds of lines. */
    currentTotal: Amount;
    received: Amount;
    refunded: Amount;
    outstanding: Amount;
  };
  discounts: { kind: "code" | "automatic" | "manual" | "script"; code: string | null; title: string | null }[];
  shippingLines: { externalId: string | null; title: string; price: Amount; discountedPrice: Amount }[];
  taxLines: { title: string /** "0.25": a quarter. */; rate: string | null; price: Amount }[];
  taxesIncluded: boolean;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  note: string | null;
  refunds: Refund[];
  returns: Return[];
  transactions: Transaction[];
  /** accept, investigate, cancel, none; null: not told. */
  risk: { recommendation: string; level: string | null } | null;
  disputes: { externalId: string; status: string; initiatedAs: string }[];
  cancelReason: string | null;
  /** What can be done with it now, as far as the provider says so beforehand. */
  can: { cancel: boolean; edit: boolean; refund: boolean; restock: boolean };
  /** Why it cannot be edited. */
  editProblems: string[];
  gateways: string[];
  test: boolean;
  /** The page the shopper follows her order on. */
  statusUrl: string | null;
  /** Where it was bought: web, pos, an app … */
  source: string | null;
}

export interface Refund {
  externalId: string;
  createdAt: string | null;
  note: string | null;
  total: Amount;
  lines: { lineExternalId: string; quantity: number; restock: string; subtotal: Amount }[];
}

export interface Return {
  externalId: string;
  name: string;
  /** requested, open, closed, declined, canceled. */
  status: string;
  createdAt: string | null;
  closedAt: string | null;
  lines: {
    externalId: string;
    fulfillmentLineExternalId: string | null;
    lineExternalId: string | null;
    quantity: number;
    processedQuantity: number;
    refundedQuantity: number;
    reason: string | null;
    note: string | null;
  }[];
}

export interface Transaction {
  externalId: string;
  parentExternalId: string | null;
  /** sale, authorization, capture, refund, void … */
  kind: string;
  /** success, pending, failure, error … */
  status: string;
  gateway: string | null;
  amount: Amount;
  processedAt: string | null;
}
