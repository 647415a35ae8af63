/** What the rules understand of the tools' outputs, wherever in them it stands. */
export interface Facts {
  firstName: string | null;
  orders: OrderFact[];
  /** What the shopper wrote, oldest first. */
  messages: { id: string | null; text: string }[];
  /** What the shop has written down about it, best first. */
  articles: ArticleFact[];
}

export interface ArticleFact {
  id: string;
  title: string;
  text: string;
}

export interface OrderFact {
  id: string | null;
  /** "#1042" */
  name: string;
  placedAt: string;
  financialStatus: string;
  fulfillmentStatus: string;
  isCancelled: boolean;
  /** "2 × Fjord candle" */
  lines: string[];
  parcel: Parcel | null;
}

export interface Parcel {
  status: string;
  company: string | null;
  number: string | null;
  url: string | null;
  estimatedDeliveryAt: string | null;
  deliveredAt: string | null;
}

type Fields = Record<string, unknown>;

export function readFacts(outputs: readonly unknown[]): Facts {
  const found = outputs.flatMap((output) => objectsIn(output));
  const orders = new Map(found.flatMap(orderFact).map((order) => [order.name, order]));
  return {
    firstName: found.map(personName).find((name) => name !== null) ?? null,
    orders: [...orders.values()].sort((a, b) => (a.placedAt < b.placedAt ? 1 : -1)),
    articles: found.flatMap(articleFact),
    messages: found.filter(isFromShopper).map((it) => ({ id: text(it, "id"), text: text(it, "text", "body") ?? "" })),
  };
}

function objectsIn(value: unknown, depth = 0): Fields[] {
  if (depth > 12 || typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each) => objectsIn(each, depth + 1));
  const fields: Fields = { ...value };
  return [fields, ...Object.values(fields).flatMap((each) => objectsIn(each, depth + 1))];
}

function orderFact(fields: Fields): OrderFact[] {
  const name = text(fields, "name", "orderName", "number", "order");
  const isOrder = ["financialStatus", "fulfillmentStatus", "displayFulfillmentStatus", "fulfillments"].some(
    (key) => key in fields,
  );
  if (!name || !isOrder || !/^#?[A-Z-]*\d{2,}$/i.test(name)) return [];
  const fulfillments = objectsIn(fields.fulfillments ?? fields.tracking);
  return [
    {
      id: text(fields, "id", "orderId"),
      name: name.startsWith("#") ? name : `#${name}`,
      placedAt: text(fields, "placedAt", "createdAt") ?? "",
      financialStatus: words(text(fields, "financialStatus", "displayFinancialStatus")),
      fulfillmentStatus: words(text(fields, "fulfillmentStatus", "displayFulfillmentStatus")),
      isCancelled: text(fields, "cancelledAt") !== null,
      lines: objectsIn(fields.lines ?? fields.lineItems).flatMap(lineText),
      parcel: fulfillments.map(parcelOf).find((parcel) => parcel.number !== null || parcel.status !== "") ?? null,
    },
  ];
}

function articleFact(fields: Fields): ArticleFact[] {
  const [id, title, words] = [text(fields, "id"), text(fields, "title"), text(fields, "text")];
  return id?.startsWith("article-") && title && words ? [{ id, title, text: words }] : [];
}

function parcelOf(fields: Fields): Parcel {
  return {
    status: words(text(fields, "displayStatus", "status")),
    company: text(fields, "trackingCompany", "company", "carrier"),
    number: text(fields, "trackingNumber"),
    url: text(fields, "trackingUrl"),
    estimatedDeliveryAt: text(fields, "estimatedDeliveryAt", "estimatedDelivery"),
    deliveredAt: text(fields, "deliveredAt"),
  };
}

function lineText(fields: Fields): string[] {
  const title = text(fields, "title", "name");
  const quantity = Number(fields.quantity);
  return title && quantity > 0 ? [`${quantity} × ${title}`] : [];
}

/** A person of the shop is no shopper: only what is named a customer, or has identities or an email address. */
function personName(fields: Fields): string | null {
  const isCustomer =
    "identities" in fields ||
    "defaultEmailAddress" in fields ||
    text(fields, "kind", "type") === "customer" ||
    "email" in fields;
  const author =
    typeof fields.author === "object" && fields.author !== null ? text({ ...fields.author }, "name") : null;
  const name =
    text(fields, "firstName") ??
    text(fields, "displayName", "name", "fromName") ??
    (isFromShopper(fields) ? author : null);
  const first = name?.trim().split(/\s+/)[0] ?? "";
  return isCustomer && /^\p{L}[\p{L}'’-]*$/u.test(first) ? first : null;
}

function isFromShopper(fields: Fields): boolean {
  const sender = text(fields, "kind", "role", "direction", "from");
  return (
    (sender === "customer" || sender === "inbound" || sender === "shopper") && text(fields, "text", "body") !== null
  );
}

function text(fields: Fields, ...names: string[]): string | null {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return null;
}

/** IN_TRANSIT, in_transit → in transit. */
function words(status: string | null): string {
  return (status ?? "").toLowerCase().replaceAll("_", " ");
}
