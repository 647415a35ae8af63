/** What a sandbox starts with: mailboxes and shops, as data. */
export interface World {
  mailboxes: MailboxSeed[];
  shops: ShopSeed[];
}

export interface MailboxSeed {
  address: string;
  name: string;
  /** A shop's mailbox is connected to the product; a shopper's is played on the page. */
  kind: "shop" | "shopper";
  /** What the OAuth token endpoint exchanges for access to this mailbox. */
  refreshToken: string;
  /** Addresses it may also send as. */
  aliases?: string[];
  /** A watch that is already set, so that pushes flow from the start. */
  watched?: boolean;
}

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
}

export interface CustomerSeed {
  id: number;
  firstName: string;
  lastName: string;
  /** Null: without approval for protected data Shopify gives none. */
  email: string | null;
  phone: string | null;
  createdAt: string;
  address: AddressSeed | null;
}

export interface AddressSeed {
  address1: string;
  city: string;
  zip: string;
  country: string;
  countryCode: string;
}

export interface OrderSeed {
  id: number;
  /** 1042 is shown as "#1042". */
  number: number;
  customerId: number | null;
  createdAt: string;
  updatedAt: string;
  financialStatus: "PENDING" | "AUTHORIZED" | "PAID" | "PARTIALLY_REFUNDED" | "REFUNDED" | "VOIDED";
  cancelledAt: string | null;
  cancelReason: "CUSTOMER" | "DECLINED" | "FRAUD" | "INVENTORY" | "STAFF" | "OTHER" | null;
  note: string | null;
  lines: LineSeed[];
  /** Minor units of the shop's currency. */
  shippingMinor: number;
  fulfillments: FulfillmentSeed[];
  refunds: RefundSeed[];
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
