import type { Connection } from "./contract.ts";

/**
 * What can be done in a shop, in our words. Ids are the shop's own (`externalId`); amounts are integer minor units of an
 * ISO 4217 currency.
 */
export interface Money {
  minor: number;
  currency: string;
}

/** Where the money of a refund goes. */
export type RefundTo = "original" | "store_credit";

export interface PostalAddress {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string;
  address2: string | null;
  city: string;
  /** The subdivision's code: "CO" of US-CO. */
  provinceCode: string | null;
  zip: string | null;
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  phone: string | null;
}

export interface NewLine {
  variantId: string;
  quantity: number;
}

export type OrderChange =
  | { change: "set_quantity"; lineId: string; quantity: number; restock: boolean }
  | { change: "add_variant"; variantId: string; quantity: number }
  | { change: "add_item"; title: string; quantity: number; unitPrice: Money };

interface OnOrder {
  orderId: string;
}
interface OnCustomer {
  customerId: string;
}

export type ShopAction =
  | (OnOrder & {
      kind: "order.cancel";
      reason: "customer" | "declined" | "fraud" | "inventory" | "staff" | "other";
      restock: boolean;
      refundTo: RefundTo | "none";
      notify: boolean;
      note: string;
    })
  | (OnOrder & {
      kind: "order.refund";
      lines: { lineId: string; quantity: number; restock: "return" | "cancel" | "none" }[];
      /** Null: no shipping is given back. */
      shipping: Money | null;
      /** Null: what the shop works out for these lines and shipping; otherwise exactly this, in the customer's currency. */
      amount: Money | null;
      to: RefundTo;
      notify: boolean;
      note: string;
    })
  | (OnOrder & {
      kind: "order.return";
      lines: { lineId: string; quantity: number; reason: string; note: string }[];
      /** What she gets instead; empty for a plain return. Money moves when the return is processed, not now. */
      exchange: NewLine[];
      notify: boolean;
      /** Which instrument she would like the difference on; a wish the shop's staff sees. */
      settlementNote: string | null;
    })
  | (OnOrder & { kind: "order.cancel_return"; returnId: string })
  | (OnOrder & { kind: "order.edit"; changes: OrderChange[]; notify: boolean; note: string })
  | (OnOrder & { kind: "order.change_address"; address: PostalAddress })
  /** A draft of the same lines. `replacement`: free of charge and completed at once. */
  | (OnOrder & { kind: "order.duplicate"; lines: NewLine[] | null; replacement: boolean; note: string })
  | (OnOrder & { kind: "order.resend_confirmation"; email: string | null })
  | (OnOrder & { kind: "order.set_note"; note: string })
  | (OnOrder & { kind: "order.tag"; add: string[]; remove: string[] })
  | (OnCustomer & { kind: "customer.change_address"; address: PostalAddress })
  | (OnCustomer & { kind: "customer.set_note"; note: string })
  | (OnCustomer & { kind: "customer.tag"; add: string[]; remove: string[] })
  | (OnCustomer & {
      kind: "draft_order.create";
      lines: NewLine[];
      discount: { percent: number } | { amount: Money } | null;
      address: PostalAddress | null;
      note: string;
      /** Sends the customer the invoice with a link to pay. */
      invoice: boolean;
    })
  | { kind: "draft_order.delete"; draftOrderId: string }
  | {
      kind: "discount_code.create";
      /** Null: any customer. */
      customerId: string | null;
      /** Null: one that cannot be guessed is made up. */
      code: string | null;
      worth: { percent: number } | { amount: Money };
      minimum: Money | null;
      endsAt: Date | null;
    }
  | { kind: "discount_code.deactivate"; discountId: string }
  | (OnCustomer & { kind: "gift_card.create"; amount: Money; note: string; expiresOn: string | null })
  | { kind: "gift_card.deactivate"; giftCardId: string }
  | (OnCustomer & { kind: "store_credit.add"; amount: Money; expiresAt: Date | null; notify: boolean })
  | (OnCustomer & { kind: "store_credit.remove"; amount: Money });
export type ActionKind = ShopAction["kind"];

/** What a policy may weigh, as the shop says it now. Null: unknown, or not about an order. */
export interface ActionFacts {
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
export interface ActionPreview {
  /** Differs as soon as anything differs that the preview rests on: an approval is bound to it. */
  fingerprint: string;
  /** What the shop gives away, in the shop's own currency: budgets count it. Never negative. */
  cost: Money;
  /** The same in the customer's currency. */
  customerCost: Money;
  /** What she still has to pay after it (an edit that costs more). */
  balanceDue: Money | null;
  /** What a person is shown, in order: "Fjord candle × 1 — 24.00". */
  lines: { label: string; quantity: number | null; money: Money | null }[];
  warnings: string[];
  /** Why the shop would refuse it now. `code` is a stable word: already_cancelled, fulfilled, exceeds_refundable … */
  refusal: { code: string; message: string } | null;
  facts: ActionFacts;
  /**
   * The adapter's own note of what it found, handed back to it with every attempt; nobody else reads it. It may hold
   * what the shop knows of a person. Null: it needs none.
   */
  memo: string | null;
}

export interface ActionAttempt {
  /** Ours, the same in every attempt; the shop runs one key once. */
  key: string;
  action: ShopAction;
  /** The one that was decided on. */
  preview: ActionPreview;
}

export type ActionResult =
  | {
      state: "done";
      /** What it made or changed: refund, return, draft order, discount … */
      externalId: string | null;
      /** What it really gave away, read back from the shop. */
      cost: Money;
      /** The shop did something else than the preview said: in words. */
      discrepancy: string | null;
      /** What the asker needs from it, by name: code, invoiceUrl, orderName. */
      shown: Record<string, string>;
      /** What takes it back; null when the shop has no way. */
      undo: ShopAction | null;
    }
  /** The shop works on it; `handle` asks again. */
  | { state: "pending"; handle: string }
  | { state: "refused"; code: string; message: string };

export interface Act {
  kinds: readonly ActionKind[];
  /**
   * @throws ProviderUnavailable when throttled or down; ProviderRejected when the object is not there.
   */
  preview(connection: Connection, action: ShopAction): Promise<ActionPreview>;
  /**
   * Does it and reads back what came of it. Safe to repeat with the same key: several steps find what an earlier attempt did.
   * @throws ProviderUnavailable, with `outcomeUnknown` when it may have been done.
   */
  execute(connection: Connection, attempt: ActionAttempt): Promise<ActionResult>;
  /**
   * What became of an attempt whose outcome is unknown or pending, by the shop's own word.
   * @returns null when it is not there, or not to be found yet: one miss is no proof.
   */
  readBack(connection: Connection, attempt: ActionAttempt, handle: string | null): Promise<ActionResult | null>;
}
