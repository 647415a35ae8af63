import type { ArticleFact, Facts, OrderFact } from "./facts.ts";

export interface Reply {
  text: string;
  /** Something only a person may decide: money, changes, complaints. */
  needsPerson: boolean;
  /** What it is about, in one word of the shop's. */
  intent: string;
  /** What was used. */
  order: OrderFact | null;
  article: ArticleFact | null;
}

interface Rule {
  asks: RegExp;
  intent: string;
  needsPerson: boolean;
  /** What the shop has written down answers it better. */
  yields?: true;
  /** `order` is null when we know of none. */
  say(order: OrderFact | null): string;
}

/** Tried in this order; the first that fits what the shopper wrote last decides. English only. */
const rules: Rule[] = [
  {
    asks: /\b(?:broken|damaged|cracked|smashed|missing|wrong (?:item|candle|product|size)|defect\w*|leak\w*)\b/i,
    intent: "damaged_item",
    needsPerson: true,
    say: (order) =>
      `I am sorry to hear that something is not right with ${named(order)}. If you have not sent a photo yet, please reply with one; a colleague will then look at what we can do and get back to you.`,
  },
  {
    asks: /\b(?:refund\w*|money back|reimburse\w*)\b/i,
    intent: "refund",
    needsPerson: true,
    say: (order) => `${refundState(order)} A colleague will look at your request and confirm before any money is sent.`,
  },
  {
    asks: /\b(?:return\w*|exchange\w*|send (?:it|them) back)\b/i,
    intent: "return_request",
    needsPerson: true,
    say: (order) =>
      `We can look at a return of ${named(order)} for you. Please tell us which items it is about and whether they are unused; a colleague will confirm the next steps.`,
  },
  {
    asks: /\bcancel\w*\b/i,
    intent: "cancellation",
    needsPerson: true,
    say: (order) =>
      order
        ? cancelState(order)
        : "Please send us the order number, and we will see whether it can still be cancelled.",
  },
  {
    asks: /\b(?:address|mov(?:ed|ing)|(?:send|ship|deliver) (?:it|them|this) to|wrong (?:street|city|zip))\b/i,
    intent: "address_change",
    needsPerson: true,
    say: (order) => addressState(order),
  },
  {
    asks: /\b(?:never (?:received|arrived|came)|(?:says?|marked|shown)(?: as)? delivered)\b/i,
    intent: "not_received",
    needsPerson: true,
    say: (order) => (order?.parcel?.deliveredAt ? missingState(order) : deliveryState(order)),
  },
  {
    asks: /\b(?:(?:un)?scent\w*|in stock|sold out|do you (?:also )?(?:ship|sell|have|make|offer)|which (?:candle|one|size))\b/i,
    intent: "product_question",
    needsPerson: true,
    yields: true,
    say: () => "Thank you for asking. A colleague who knows our products will check this and answer you shortly.",
  },
  {
    asks: /\b(?:where|when|track\w*|arriv\w*|deliver\w*|ship\w*|status|parcel|package|eta|received?|order)\b/i,
    intent: "order_status",
    needsPerson: false,
    say: deliveryState,
  },
  // Only when nothing is asked: most questions end with thanks.
  {
    asks: /^[^?]*\b(?:thanks|thank you|perfect|great)\b[^?]*$/i,
    intent: "thanks",
    needsPerson: false,
    say: () => "You are very welcome.",
  },
];

export function writeReply(facts: Facts, asked: string): Reply {
  const order = orderMeant(facts, asked);
  const rule = rules.find(({ asks }) => asks.test(asked));
  const article = !rule || rule.yields ? (facts.articles[0] ?? null) : null;
  const said = article
    ? article.text.replace(/^#+ /gm, "")
    : rule
      ? rule.say(order)
      : "Thank you for your question. A colleague who knows the details will answer you shortly.";
  const greeting = `Hi ${facts.firstName ?? "there"},`;
  const text = [greeting, said, "Let us know if there is anything else we can help with.", "Kind regards"].join("\n\n");
  const needsPerson = article ? false : (rule?.needsPerson ?? true);
  const intent = article ? "product_question" : (rule?.intent ?? "other");
  return { text, needsPerson, intent, order: order && said.includes(order.name) ? order : null, article };
}

/** The one she names, else the newest; one she names and we do not know is none. */
function orderMeant({ orders }: Facts, asked: string): OrderFact | null {
  const named = /#\s?(\d{3,})|\border\s+(?:number\s+|no\.?\s+)?(\d{3,})/i.exec(asked);
  const number = named?.[1] ?? named?.[2];
  if (number) return orders.find(({ name }) => name.replace(/\D/g, "") === number) ?? null;
  return orders.find(({ isCancelled }) => !isCancelled) ?? orders[0] ?? null;
}

function deliveryState(order: OrderFact | null): string {
  if (!order)
    return "I could not find an order of yours. Could you send us the order number, or the address you ordered with?";
  const what = order.lines.length > 0 ? ` (${order.lines.join(", ")})` : "";
  const { parcel } = order;
  if (order.isCancelled) return `Your order ${order.name}${what} was cancelled.`;
  if (!parcel)
    return `Your order ${order.name}${what} has been received and is being prepared; it has not been shipped yet. You will get an email with the tracking number when it leaves us.`;
  const carrier = parcel.company ? ` with ${parcel.company}` : "";
  const number = parcel.number ? ` The tracking number is ${parcel.number}.` : "";
  const follow = parcel.url ? `${number} You can follow it here: ${parcel.url}` : number;
  if (parcel.deliveredAt || parcel.status === "delivered") {
    const on = parcel.deliveredAt ? ` on ${day(parcel.deliveredAt)}` : "";
    return `Your order ${order.name}${what} was delivered${carrier}${on}. If you have not received it, please tell us and we will ask the carrier.${follow}`;
  }
  const estimate = parcel.estimatedDeliveryAt ? ` The estimated delivery is ${day(parcel.estimatedDeliveryAt)}.` : "";
  return `Your order ${order.name}${what} has been shipped${carrier} and is ${parcel.status || "on its way"}.${estimate}${follow}`;
}

function missingState({ name, parcel }: OrderFact): string {
  const carrier = parcel?.company ?? "the carrier";
  return `I am sorry that your order ${name} has not reached you, although ${carrier} says it was delivered. A colleague will look into it with the carrier and get back to you.`;
}

function refundState(order: OrderFact | null): string {
  if (!order) return "I understand that you would like a refund; please send us the order number it is about.";
  if (order.financialStatus.includes("refunded"))
    return `For your order ${order.name} a refund has been made already (${order.financialStatus}); it can take a few working days until your bank shows it.`;
  return `I understand that you would like a refund for your order ${order.name}.`;
}

function cancelState(order: OrderFact): string {
  if (order.isCancelled) return `Your order ${order.name} is cancelled already.`;
  if (order.parcel)
    return `Your order ${order.name} has been shipped already, so it cannot be stopped any more. A colleague will help you with a return if you do not want to keep it.`;
  return `Your order ${order.name} has not been shipped yet. A colleague will check whether it can still be cancelled and confirm it to you.`;
}

function addressState(order: OrderFact | null): string {
  if (order?.parcel)
    return `Your order ${order.name} is on its way already, so we can no longer change its address ourselves. A colleague will ask the carrier what is possible.`;
  return `Please send us the complete new address for ${named(order)}; a colleague will check whether it can still be changed and confirm it to you.`;
}

function named(order: OrderFact | null): string {
  return order ? `your order ${order.name}` : "your order";
}

function day(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
}
