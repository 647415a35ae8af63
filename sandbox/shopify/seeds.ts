import type { Marketing } from "./goods-records.ts";

export interface ShopSeed {
  /** NAME.myshopify.com */
  domain: string;
  name: string;
  email: string;
  /** ISO 4217. */
  currency: string;
  /** The offline access token an installed app holds, without an end; left out where it is not installed. */
  accessToken?: string;
  customers: CustomerSeed[];
  orders: OrderSeed[];
  products?: ProductSeed[];
  /** Default: one, "Shop location". */
  locations?: { id: number; name: string }[];
  checkouts?: CheckoutSeed[];
  giftCards?: GiftCardSeed[];
  /** Default: prices are meant with their taxes. */
  taxesIncluded?: boolean;
}

export interface CustomerSeed {
  id: number;
  firstName: string;
  lastName: string;
  /** Null: without approval for protected data Shopify gives none. */
  email: string | null;
  phone: string | null;
  createdAt: string;
  updatedAt?: string;
  address: AddressSeed | null;
  /** Beside `address`, which is the default one. */
  addresses?: AddressSeed[];
  note?: string | null;
  tags?: string[];
  locale?: string;
  marketing?: Marketing | undefined;
  /** Minor units of the shop's currency. */
  storeCreditMinor?: number;
}

export interface AddressSeed {
  address1: string;
  address2?: string | null;
  city: string;
  province?: string | null;
  provinceCode?: string | null;
  zip: string;
  country: string;
  countryCode: string;
}

export interface OrderSeed {
  id: number;
  /** 1042 is shown as "#1042". */
  number: number;
  customerId: number | null;
  /** Default: the customer's. */
  email?: string | null;
  createdAt: string;
  updatedAt: string;
  financialStatus: "PENDING" | "AUTHORIZED" | "PAID" | "PARTIALLY_PAID" | "PARTIALLY_REFUNDED" | "REFUNDED" | "VOIDED";
  cancelledAt: string | null;
  cancelReason: "CUSTOMER" | "DECLINED" | "FRAUD" | "INVENTORY" | "STAFF" | "OTHER" | null;
  note: string | null;
  tags?: string[];
  lines: LineSeed[];
  /** Minor units of the shop's currency. */
  shippingMinor: number;
  shippingTaxMinor?: number;
  shippingTitle?: string;
  /** Default: the customer's address. */
  shippingAddress?: AddressSeed | null;
  /** Another currency than the shop's. */
  presentment?: { currency: string; rate: string };
  discountCode?: string | null;
  /** How it was paid for; default all of it with Shopify Payments, as far as `financialStatus` says. */
  payments?: PaymentSeed[];
  risk?: "NONE" | "PENDING" | "LOW" | "MEDIUM" | "HIGH";
  disputes?: { id: number; status: string; initiatedAs: "CHARGEBACK" | "INQUIRY" }[];
  fulfillments: FulfillmentSeed[];
  refunds: RefundSeed[];
  returns?: ReturnSeed[];
}

export interface PaymentSeed {
  kind: "SALE" | "AUTHORIZATION";
  gateway: string;
  amountMinor: number;
}

export interface LineSeed {
  id: number;
  title: string;
  variant: string | null;
  sku: string | null;
  quantity: number;
  unitPriceMinor: number;
  /** Name of a picture the sandbox serves. */
  image: string | null;
  variantId?: number | null;
  productId?: number | null;
  /** Off all units together. */
  discountMinor?: number;
  /** On all units together. */
  taxMinor?: number;
  isGiftCard?: boolean;
}

export interface FulfillmentSeed {
  id: number;
  createdAt: string;
  status: "SUCCESS" | "CANCELLED" | "ERROR" | "FAILURE";
  displayStatus:
    | "CONFIRMED"
    | "LABEL_PRINTED"
    | "IN_TRANSIT"
    | "OUT_FOR_DELIVERY"
    | "DELIVERED"
    | "FULFILLED"
    | "DELAYED";
  tracking: { company: string; number: string; url: string } | null;
  estimatedDeliveryAt: string | null;
  inTransitAt: string | null;
  deliveredAt: string | null;
  /** Which lines went out, by line id. */
  lines: { lineId: number; quantity: number }[];
  events: {
    id: number;
    status: "CONFIRMED" | "IN_TRANSIT" | "OUT_FOR_DELIVERY" | "DELIVERED";
    message: string;
    at: string;
  }[];
}

export interface RefundSeed {
  id: number;
  createdAt: string;
  note: string | null;
  amountMinor: number;
  lines: { lineId: number; quantity: number; subtotalMinor: number }[];
}

export interface ReturnSeed {
  id: number;
  status: "REQUESTED" | "OPEN";
  createdAt: string;
  reasonNote: string;
  lines: { lineId: number; quantity: number }[];
}

export interface ProductSeed {
  id: number;
  title: string;
  vendor?: string;
  productType?: string;
  description?: string;
  tags?: string[];
  image?: string | null;
  /** Default: "Title". */
  optionNames?: string[];
  variants: VariantSeed[];
}

export interface VariantSeed {
  id: number;
  /** One value for each name of an option. */
  optionValues: string[];
  sku: string | null;
  priceMinor: number;
  /** How many can be sold; null: not counted. */
  available: number | null;
}

export interface CheckoutSeed {
  id: number;
  customerId: number | null;
  email: string | null;
  createdAt: string;
  completedAt: string | null;
  lines: LineSeed[];
}

export interface GiftCardSeed {
  id: number;
  code: string;
  initialMinor: number;
  balanceMinor: number;
  customerId: number | null;
}
