/** What a shop says with a record and is shown with it only: documents beside their row, never searched by. */

/** In the smallest unit of the shop's currency and of the one the shopper saw. */
export interface Amount {
  minor: number;
  presentmentMinor: number;
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
  countryCode: string | null;
  phone: string | null;
}

export interface OrderLine {
  externalId: string;
  title: string;
  variant: string | null;
  sku: string | null;
  productExternalId: string | null;
  variantExternalId: string | null;
  /** As ordered; the others are what is left of it. */
  quantity: number;
  currentQuantity: number;
  refundableQuantity: number;
  unfulfilledQuantity: number;
  /** Before discounts. */
  unitPriceMinor: number;
  presentmentUnitPriceMinor: number;
  /** All of them, after discounts. */
  totalMinor: number;
  presentmentTotalMinor: number;
  imageUrl: string | null;
}
export type BasketLine = Omit<OrderLine, "currentQuantity" | "refundableQuantity" | "unfulfilledQuantity">;

/** Times in documents are ISO 8601. */
export interface Fulfillment {
  externalId: string;
  /** Where the parcel is, in lower-case words: in_transit, out_for_delivery, delivered … */
  status: string;
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  createdAt: string | null;
  estimatedDeliveryAt: string | null;
  inTransitAt: string | null;
  deliveredAt: string | null;
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
    currentTotal: Amount;
    received: Amount;
    refunded: Amount;
    outstanding: Amount;
  };
  discounts: { kind: "code" | "automatic" | "manual" | "script"; code: string | null; title: string | null }[];
  shippingLines: { externalId: string | null; title: string; price: Amount; discountedPrice: Amount }[];
  taxLines: { title: string; rate: string | null; price: Amount }[];
  taxesIncluded: boolean;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  note: string | null;
  refunds: Refund[];
  returns: Return[];
  transactions: Transaction[];
  risk: { recommendation: string; level: string | null } | null;
  disputes: { externalId: string; status: string; initiatedAs: string }[];
  cancelReason: string | null;
  can: { cancel: boolean; edit: boolean; refund: boolean; restock: boolean };
  editProblems: string[];
  gateways: string[];
  test: boolean;
  statusUrl: string | null;
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
  kind: string;
  status: string;
  gateway: string | null;
  amount: Amount;
  processedAt: string | null;
}

/** Whether she agreed to advertising, or took it back, and when. */
export interface Marketing {
  channel: "email" | "sms";
  state: "given" | "withdrawn";
  at: string;
}

export interface CustomerDetails {
  /** Absent: she never said, as far as the shop knows. */
  marketing?: Marketing[];
  note: string | null;
  locale: string | null;
  accountState: string | null;
  verifiedEmail: boolean | null;
  addresses: Address[];
  since: string | null;
}
