import { fractionDigits } from "../../platform/currency.ts";
import type { Order } from "../commerce/index.ts";
import type { Values } from "./template.ts";

/** Where the values of a rendering come from; null where there is nothing, or nobody may look. */
export interface Sources {
  customer: { name: string; identities: readonly { kind: string; value: string }[] } | null;
  /** The customer's newest. */
  order: Pick<Order, "name" | "currency" | "totalMinor" | "fulfillmentStatus" | "cancelledAt" | "fulfillments"> | null;
  agent: { name: string } | null;
  shop: { name: string };
  conversation: { subject: string };
  /** BCP 47; how amounts are written. */
  language: string | null;
}

const longestValue = 200;
const longestUrl = 2_000;

/** Every variable's value: one line of plain text, or null. */
export function valuesOf({ customer, order, agent, shop, conversation, language }: Sources): Values {
  const email = customer?.identities.find(({ kind }) => kind === "email")?.value ?? null;
  const customerName = personName(customer?.name);
  const agentName = personName(agent?.name);
  return {
    "customer.first_name": firstName(customerName),
    "customer.name": customerName,
    "customer.email": line(email),
    "order.name": line(order?.name),
    "order.total": order && money(order.totalMinor, order.currency, language),
    "order.status": order && statusOf(order),
    "order.tracking_url": order && trackingUrl(order),
    "agent.name": agentName,
    "agent.first_name": firstName(agentName),
    "shop.name": line(shop.name),
    "conversation.subject": line(conversation.subject),
  };
}

/**
 * Text from outside as part of one line: nothing in it can start a paragraph, turn the direction of what follows, or
 * fill the page.
 */
function line(text: string | null | undefined): string | null {
  const flat = (text ?? "")
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return flat === "" ? null : [...flat].slice(0, longestValue).join("");
}

/** A customer whose name nobody knows is called by her address, which is no name to greet her with. */
function personName(name: string | null | undefined): string | null {
  const known = line(name);
  return known?.includes("@") ? null : known;
}

/** "Mia Berg" and "Berg, Mia" → "Mia". */
function firstName(name: string | null): string | null {
  const [, afterComma] = /^[^,]+,\s*([^,.]+)$/.exec(name ?? "") ?? [];
  return (afterComma ?? name)?.trim().split(" ")[0] || null;
}

function money(amountMinor: number, currency: string, language: string | null): string {
  try {
    const digits = fractionDigits(currency);
    const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(language ?? "en", { style: "currency", currency, ...shown }).format(
      amountMinor / 10 ** digits,
    );
  } catch {
    return `${(amountMinor / 100).toFixed(2)} ${currency}`;
  }
}

/** What the shop calls its work, as a shopper would say it; other words are passed on with spaces. */
const shopperWords: Record<string, string> = {
  unfulfilled: "being prepared",
  scheduled: "being prepared",
  in_progress: "being prepared",
  open: "being prepared",
  fulfilled: "shipped",
  success: "shipped",
  confirmed: "shipped",
  marked_as_fulfilled: "shipped",
  label_printed: "being prepared",
  label_purchased: "being prepared",
  partially_fulfilled: "partly shipped",
  in_transit: "on its way",
  attempted_delivery: "waiting for a second delivery attempt",
  ready_for_pickup: "ready for pickup",
};

/** Where the parcel is says more than that it was packed; an order in several parcels is only as far as all of it. */
function statusOf(order: NonNullable<Sources["order"]>): string | null {
  if (order.cancelledAt) return "cancelled";
  const parcels = new Set(order.fulfillments.map(({ status }) => status));
  const [parcel] = order.fulfillmentStatus === "fulfilled" && parcels.size === 1 ? parcels : [];
  const word = (parcel ?? order.fulfillmentStatus)?.toLowerCase();
  return word ? (shopperWords[word] ?? line(word.replaceAll("_", " "))) : null;
}

/** Of the newest parcel that has one. What is no plain web address is not sent to a customer. */
function trackingUrl(order: NonNullable<Sources["order"]>): string | null {
  const url = order.fulfillments.findLast((parcel) => parcel.trackingUrl)?.trackingUrl ?? "";
  return /^https?:\/\/[^\s\p{Cc}]+$/iu.test(url) && url.length <= longestUrl && URL.canParse(url) ? url : null;
}
