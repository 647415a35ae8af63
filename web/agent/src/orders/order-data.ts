/** In the smallest unit of the shop's currency and of the one the shopper saw. */
export interface Amount {
  minor: number;
  presentmentMinor: number;
}

export interface OrderAddress {
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
  externalId?: string | undefined;
  title: string;
  variant: string | null;
  sku?: string | null | undefined;
  variantExternalId?: string | null | undefined;
  /** As ordered; the others are what is left of it. */
  quantity: number;
  currentQuantity?: number | undefined;
  refundableQuantity?: number | undefined;
  unfulfilledQuantity?: number | undefined;
  unitPriceMinor: number;
  presentmentUnitPriceMinor?: number | undefined;
  /** All of them, after discounts. */
  totalMinor?: number | undefined;
  presentmentTotalMinor?: number | undefined;
  imageUrl: string | null;
}

export interface Parcel {
  externalId?: string | undefined;
  status: string;
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  createdAt?: string | null | undefined;
  estimatedDeliveryAt: string | null;
  inTransitAt?: string | null | undefined;
  deliveredAt: string | null;
  events?: { status: string; at: string; message: string | null }[] | undefined;
  lines?: { externalId: string; lineExternalId: string; quantity: number }[] | undefined;
}

export interface OrderRefund {
  externalId: string;
  createdAt: string | null;
  note: string | null;
  total: Amount;
  lines: { lineExternalId: string; quantity: number; restock: string; subtotal: Amount }[];
}

export interface OrderReturn {
  externalId: string;
  name: string;
  status: string;
  createdAt: string | null;
  lines: { lineExternalId: string | null; quantity: number; reason: string | null; note: string | null }[];
}

export interface OrderDetails {
  amounts: {
    subtotal: Amount;
    discounts: Amount;
    shipping: Amount;
    taxes: Amount;
    received: Amount;
    refunded: Amount;
    outstanding: Amount;
  };
  discounts: { kind: string; code: string | null; title: string | null }[];
  shippingLines: { title: string; price: Amount; discountedPrice: Amount }[];
  taxesIncluded: boolean;
  shippingAddress: OrderAddress | null;
  note: string | null;
  refunds: OrderRefund[];
  returns: OrderReturn[];
  transactions: { kind: string; status: string; gateway: string | null; amount: Amount; processedAt: string | null }[];
  risk: { recommendation: string; level: string | null } | null;
  disputes: { status: string; initiatedAs: string }[];
  cancelReason: string | null;
  can: { cancel: boolean; edit: boolean; refund: boolean };
}

/** An order with all that the shop may say of it; anything may be missing. */
export interface OrderData {
  id: string;
  name: string;
  /** The shop. */
  connectionId?: string | undefined;
  email?: string | null | undefined;
  placedAt: string;
  currency: string;
  totalMinor: number;
  presentmentCurrency?: string | undefined;
  presentmentTotalMinor?: number | undefined;
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  returnStatus?: string | null | undefined;
  hasOpenReturn?: boolean | undefined;
  cancelledAt: string | null;
  tags?: string[] | undefined;
  lines: OrderLine[];
  fulfillments: Parcel[];
  details?: OrderDetails | null | undefined;
  adminUrl: string | null;
}

/** What the shopper sees: her own currency where the order has one. */
export function customersCurrency(order: Pick<OrderData, "currency" | "presentmentCurrency">): string {
  return order.presentmentCurrency ?? order.currency;
}

export function isForeign(order: Pick<OrderData, "currency" | "presentmentCurrency">): boolean {
  return customersCurrency(order) !== order.currency;
}

/** What the lines cost her, in her currency: after discounts where the shop says so. */
export function lineTotal(line: OrderLine): number {
  return (
    line.presentmentTotalMinor ??
    line.totalMinor ??
    line.quantity * (line.presentmentUnitPriceMinor ?? line.unitPriceMinor)
  );
}

/** How many of a line can still be given money back for. */
export function refundable(line: OrderLine): number {
  return line.refundableQuantity ?? line.currentQuantity ?? line.quantity;
}

/** How many of a line she still has or awaits. */
export function current(line: OrderLine): number {
  return line.currentQuantity ?? line.quantity;
}

/** How many of a line were sent: only what was sent can come back. */
export function sent(line: OrderLine): number {
  return Math.max(0, current(line) - (line.unfulfilledQuantity ?? current(line)));
}

export function lineName(line: Pick<OrderLine, "title" | "variant">): string {
  return line.variant ? `${line.title}, ${line.variant}` : line.title;
}
