/** draft: a person sends; review: sent by itself after a pause, unless a person stops it; auto: sent at once. */
export const answerModes = ["draft", "review", "auto"] as const;
export type AnswerMode = (typeof answerModes)[number];

/** How sure we are of an answer, by what can be counted. */
export const confidences = ["low", "medium", "high"] as const;
export type Confidence = (typeof confidences)[number];

export const guidedChannels = ["email", "sms", "chat"] as const;

/** What shoppers write to shops for, as models are told it. A procedure may add one of its own. */
export const knownIntents = {
  other: "none of the others",
  order_status: "where an order is, when it comes",
  order_change: "changes to an order that is not sent yet",
  address_change: "another address for an order",
  cancellation: "cancelling an order",
  return_request: "sending something back",
  exchange: "another size, colour or item in place of one",
  refund: "money back, or where a refund is",
  damaged_item: "broken, faulty or leaking",
  wrong_item: "not what was ordered, or something missing in the parcel",
  not_received: "said to be delivered, but not there",
  product_question: "what a product is, does, or is made of",
  size_and_fit: "which size",
  availability: "in stock, or when it is again",
  recommendation: "what to choose",
  discount: "codes, sales, price adjustments",
  payment: "paying, cards, failed or double charges",
  invoice: "invoices and receipts",
  shipping_question: "countries, costs and times of shipping, before an order",
  account: "logging in, personal data",
  subscription: "repeated orders, newsletters",
  complaint: "unhappy with the shop or its service",
  thanks: "thanks and praise, nothing asked",
  outreach: "nothing was asked: the shop writes first, of a cart left behind or goods that are there again",
} as const;

export function isAtLeast(confidence: Confidence, least: Confidence): boolean {
  return confidences.indexOf(confidence) >= confidences.indexOf(least);
}
