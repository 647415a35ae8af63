import type { Status } from "../customer/order-status.ts";

type Words = Readonly<Record<string, Status>>;

const payments: Words = {
  paid: { label: "Paid", color: "teal" },
  pending: { label: "Payment pending", color: "orange" },
  authorized: { label: "Authorised, not charged yet", color: "orange" },
  partially_paid: { label: "Partly paid", color: "orange" },
  partially_refunded: { label: "Partly refunded", color: "orange" },
  refunded: { label: "Refunded", color: "gray" },
  voided: { label: "Payment voided", color: "gray" },
  expired: { label: "Payment expired", color: "red" },
};

const shipping: Words = {
  unfulfilled: { label: "Not shipped yet", color: "orange" },
  partially_fulfilled: { label: "Partly shipped", color: "blue" },
  fulfilled: { label: "Shipped", color: "teal" },
  in_progress: { label: "Being packed", color: "blue" },
  on_hold: { label: "On hold", color: "orange" },
  scheduled: { label: "Scheduled", color: "blue" },
  pending_fulfillment: { label: "Waiting to be packed", color: "orange" },
  request_declined: { label: "Warehouse declined", color: "red" },
  restocked: { label: "Back in stock", color: "gray" },
};

const parcels: Words = {
  label_purchased: { label: "Label bought", color: "gray" },
  label_printed: { label: "Label printed", color: "gray" },
  confirmed: { label: "Announced to the carrier", color: "blue" },
  submitted: { label: "Announced to the carrier", color: "blue" },
  carrier_picked_up: { label: "Picked up by the carrier", color: "blue" },
  picked_up: { label: "Picked up", color: "teal" },
  in_transit: { label: "On its way", color: "blue" },
  delayed: { label: "Delayed", color: "orange" },
  out_for_delivery: { label: "Out for delivery", color: "blue" },
  ready_for_pickup: { label: "Ready to be collected", color: "blue" },
  attempted_delivery: { label: "Delivery attempted", color: "orange" },
  delivered: { label: "Delivered", color: "teal" },
  not_delivered: { label: "Not delivered", color: "red" },
  failure: { label: "Delivery failed", color: "red" },
  canceled: { label: "Shipment cancelled", color: "gray" },
  cancelled: { label: "Shipment cancelled", color: "gray" },
  fulfilled: { label: "Shipped", color: "teal" },
  marked_as_fulfilled: { label: "Shipped", color: "teal" },
  success: { label: "Shipped", color: "teal" },
  error: { label: "Something went wrong", color: "red" },
  open: { label: "Open", color: "orange" },
  pending: { label: "Waiting", color: "orange" },
};

const returns: Words = {
  requested: { label: "Return requested", color: "orange" },
  open: { label: "Return open", color: "orange" },
  closed: { label: "Return closed", color: "gray" },
  declined: { label: "Return declined", color: "gray" },
  canceled: { label: "Return cancelled", color: "gray" },
  cancelled: { label: "Return cancelled", color: "gray" },
};

const orderReturns: Words = {
  return_requested: { label: "Return requested", color: "orange" },
  in_progress: { label: "Return open", color: "orange" },
  inspection_complete: { label: "Return inspected", color: "blue" },
  returned: { label: "Returned", color: "gray" },
  return_failed: { label: "Return failed", color: "red" },
};

/** Whether it is paid, for people. Null: the shop does not say. */
export const paymentStatus = (word: string | null | undefined) => said(payments, word);
export const shippingStatus = (word: string | null | undefined) => said(shipping, word);
export const parcelStatus = (word: string | null | undefined) => said(parcels, word);
export const returnStatus = (word: string | null | undefined) => said(returns, word);
export function orderReturnStatus(word: string | null | undefined): Status | null {
  return word?.toLowerCase() === "no_return" ? null : said(orderReturns, word);
}

/** What a shop thinks of an order's honesty; null where there is nothing to warn of. */
export function riskWarning(risk: { recommendation: string; level: string | null } | null | undefined): string | null {
  const word = (risk?.level ?? "").toLowerCase();
  if (word === "high" || risk?.recommendation.toLowerCase() === "cancel") return "High risk of fraud";
  if (word === "medium" || risk?.recommendation.toLowerCase() === "investigate") return "Some risk of fraud";
  return null;
}

/** A word the shop made up since is still shown. */
function said(known: Words, word: string | null | undefined): Status | null {
  if (!word) return null;
  const key = word.toLowerCase();
  return known[key] ?? { label: plainWord(key), color: "gray" };
}

/** "size_too_small" as people write it. */
export function plainWord(key: string): string {
  const words = key.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
