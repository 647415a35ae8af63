import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { Money, PostalAddress } from "../../contract-actions.ts";
import {
  draftOrderCalculateDocument,
  draftOrderCreateDocument,
  draftOrderDocument,
  newestDraftOrdersDocument,
  taggedDraftOrdersDocument,
} from "../documents-draft-actions.ts";
import { addressInput } from "./address.ts";
import { moneyBag, moneyInput } from "./amounts.ts";
import { ask, change, checkedId } from "./ask.ts";
import { NotThere } from "./refused.ts";

/** Attribute of a draft, and of the order that becomes of it, by which an attempt is found again. */
const keyAttribute = "Parley action";

export interface DraftLine {
  quantity: number;
  variantId?: string;
  /** Of what is no variant. */
  item?: { title: string; unitPrice: Money; requiresShipping: boolean; taxable: boolean };
}

export interface DraftWanted {
  customerId: string | null;
  email: string | null;
  lines: readonly DraftLine[];
  address: PostalAddress | null;
  note: string;
  /** DraftOrderAppliedDiscountInput of Shopify. */
  discount: object | null;
  /** Nothing for the shipping either. */
  freeShipping: boolean;
  /** Nothing, in what she pays with. */
  nothing: Money;
  /** That is another currency than the shop's. */
  isForeign: boolean;
}

/** DraftOrderInput of Shopify, the same for working out and for making. */
export function draftInput(wanted: DraftWanted): Record<string, unknown> {
  const { customerId, email, lines, address, note, discount, freeShipping, nothing, isForeign } = wanted;
  return {
    lineItems: lines.map(lineInput),
    ...(customerId ? { purchasingEntity: { customerId } } : {}),
    ...(email ? { email } : {}),
    ...(address ? { shippingAddress: addressInput(address) } : {}),
    ...(note ? { note } : {}),
    ...(discount ? { appliedDiscount: discount } : {}),
    ...(freeShipping ? { shippingLine: { title: "Shipping", priceWithCurrency: moneyInput(nothing) } } : {}),
    ...(isForeign ? { presentmentCurrencyCode: nothing.currency } : {}),
  };
}

function lineInput({ variantId, quantity, item }: DraftLine) {
  if (!item) return { variantId, quantity };
  const { title, unitPrice, requiresShipping, taxable } = item;
  return { title, quantity, requiresShipping, taxable, originalUnitPriceWithCurrency: moneyInput(unitPrice) };
}

const calculated = z.object({
  totalPriceSet: moneyBag,
  totalDiscountsSet: moneyBag,
  lineItems: z.array(
    z.object({
      name: z.string(),
      quantity: z.number().int(),
      isGiftCard: z.boolean().nullish(),
      originalTotalSet: moneyBag,
    }),
  ),
  warnings: z.array(z.object({ message: z.string() })).nullish(),
});

/** What the shop would ask for it. @throws Refused when it would not take it. */
export async function calculateDraft(shop: Connection, input: Record<string, unknown>) {
  const payload = z.object({ calculatedDraftOrder: calculated });
  return (await change(shop, draftOrderCalculateDocument, { input }, payload)).calculatedDraftOrder;
}

export const draftFields = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  invoiceSentAt: z.string().nullish(),
  invoiceUrl: z.string().nullish(),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullish() })),
  totalPriceSet: moneyBag,
  totalDiscountsSet: moneyBag,
  customer: z.object({ id: z.string() }).nullish(),
  order: z.object({ id: z.string(), name: z.string() }).nullish(),
});
export type Draft = z.infer<typeof draftFields>;

export async function createDraft(shop: Connection, input: Record<string, unknown>, key: string): Promise<void> {
  const carrying = { ...input, customAttributes: [{ key: keyAttribute, value: key }], tags: [tagOf(key)] };
  await change(shop, draftOrderCreateDocument, { input: carrying }, z.object({ draftOrder: draftFields }));
}

const drafts = z.object({ draftOrders: z.object({ nodes: z.array(draftFields) }) });

/**
 * The draft that an attempt with this key made, whatever the shop made since: by its tag, which Shopify's search knows.
 * What was just made may not be in its index yet, and is looked for among the newest. A copy that somebody made by hand
 * says the same of itself: the oldest is ours.
 */
export async function findDraft(shop: Connection, key: string): Promise<Draft | null> {
  const isOurs = ({ customAttributes }: Draft) =>
    customAttributes.some((each) => each.key === keyAttribute && each.value === key);
  const tagged = await ask(shop, taggedDraftOrdersDocument, { query: `tag:'${tagOf(key)}'` }, drafts);
  const found = tagged.draftOrders.nodes.find(isOurs);
  if (found) return found;
  const newest = await ask(shop, newestDraftOrdersDocument, {}, drafts);
  return newest.draftOrders.nodes.findLast(isOurs) ?? null;
}

/** Shopify's tags have at most 40 characters: a key without its dashes fits. */
function tagOf(key: string): string {
  return `parley-${key.replaceAll("-", "")}`;
}

/** @throws NotThere */
export async function loadDraft(shop: Connection, draftOrderId: string): Promise<Draft> {
  const id = checkedId(draftOrderId, "DraftOrder", "draft order");
  const { draftOrder } = await ask(shop, draftOrderDocument, { id }, z.object({ draftOrder: draftFields.nullable() }));
  if (!draftOrder) throw new NotThere("draft order");
  return draftOrder;
}

/** An order-level discount. Shopify's `value` is a number: a decimal string that JSON keeps as it is. */
export function percentOff(percent: number, title: string): object {
  return { title, value: percent, valueType: "PERCENTAGE" };
}

export function amountOff(amount: Money, title: string): object {
  const { amount: decimal } = moneyInput(amount);
  return { title, value: Number(decimal), valueType: "FIXED_AMOUNT", amountWithCurrency: moneyInput(amount) };
}
