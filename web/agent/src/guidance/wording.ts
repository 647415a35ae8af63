import type { ModeRule } from "./content.ts";

export const modeNames: Record<ModeRule["mode"], string> = {
  draft: "Waits for a person",
  review: "Sent after a pause",
  auto: "Sent at once",
};

export const channelNames: Record<ModeRule["channel"], string> = {
  any: "Everywhere",
  email: "Email",
  sms: "SMS",
  chat: "Chat",
};

export const confidenceNames: Record<ModeRule["leastConfidence"], string> = {
  high: "without a doubt",
  medium: "with one doubt",
  low: "in any case",
};

/** What every shop is written to for; the server knows the same ones. */
export const knownIntents = [
  ...["order_status", "order_change", "address_change", "cancellation", "return_request", "exchange", "refund"],
  ...["damaged_item", "wrong_item", "not_received", "product_question", "size_and_fit", "availability"],
  ...["recommendation", "discount", "payment", "invoice", "shipping_question", "account", "subscription"],
  ...["complaint", "thanks", "other"],
];

/** "order_status" as "Order status". */
export function intentName(intent: string): string {
  if (intent === "any") return "Everything";
  if (intent === "outreach") return "Writing first";
  const words = intent.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "Loyalty points" as the "loyalty_points" that the server knows it by. */
export function intentOf(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^[_\d]+|_+$/g, "")
    .slice(0, 40);
}
