import type { Money } from "./instruction.ts";

/** What a policy may weigh, as the shop says it now. Null: unknown, or not about an order. */
export interface Facts {
  orderName: string | null;
  customerExternalId: string | null;
  placedAt: Date | null;
  deliveredAt: Date | null;
  cancelledAt: Date | null;
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  total: Money | null;
  refundable: Money | null;
  refunded: Money | null;
  risk: "low" | "medium" | "high" | null;
  disputed: boolean;
  tags: string[];
  /** Of an edit or exchange that brings something: whether it is of another product than what goes, or cannot be bought. */
  brings?: { otherProduct: boolean; unavailable: boolean };
  /** Of a return or a refund of lines: tags of the products that come back or are paid for. */
  productTags?: string[];
  /** A parcel would go to another country than before. */
  otherCountry?: boolean;
}

/** What an action would do, worked out by the shop without doing it. */
export interface Preview {
  /** Differs as soon as anything differs that it rests on: a request and an approval are bound to it. */
  fingerprint: string;
  /** What the shop gives away, in its own currency. */
  cost: Money;
  customerCost: Money;
  balanceDue: Money | null;
  lines: { label: string; quantity: number | null; money: Money | null }[];
  warnings: string[];
  /** Why the shop would refuse it now. */
  refusal: { code: string; message: string } | null;
  facts: Facts;
  /** The adapter's own note, handed back to it with every attempt. */
  memo: string | null;
}

type Moments = "placedAt" | "deliveredAt" | "cancelledAt";

/** As it lies in a JSON column: moments as text. */
export interface StoredPreview extends Omit<Preview, "facts"> {
  facts: Omit<Facts, Moments> & Record<Moments, string | null>;
}

export function storedPreview({ facts, ...preview }: Preview): StoredPreview {
  const { placedAt, deliveredAt, cancelledAt } = facts;
  const moments = { placedAt: iso(placedAt), deliveredAt: iso(deliveredAt), cancelledAt: iso(cancelledAt) };
  return { ...preview, facts: { ...facts, ...moments } };
}

export function openPreview({ facts, ...preview }: StoredPreview): Preview {
  const { placedAt, deliveredAt, cancelledAt } = facts;
  const moments = { placedAt: date(placedAt), deliveredAt: date(deliveredAt), cancelledAt: date(cancelledAt) };
  return { ...preview, facts: { ...facts, ...moments } };
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
const date = (text: string | null) => (text === null ? null : new Date(text));

/** What came of an action, by the shop's own word. */
export interface Settlement {
  externalId: string | null;
  cost: Money;
  /** The shop did something else than the preview said: in words. */
  discrepancy: string | null;
  /** What the asker needs from it, by name: code, invoiceUrl, orderName. */
  shown: Record<string, string>;
}
