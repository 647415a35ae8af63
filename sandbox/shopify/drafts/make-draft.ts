import type { MoneyInput } from "../amount.ts";
import { sum } from "../bag.ts";
import { customerIn } from "../find.ts";
import { newRowId } from "../goods.ts";
import type { Draft } from "../goods-records.ts";
import { type AddressInput, addressFrom, checkedEmail, checkedPhone, tagList } from "../mutations/person-input.ts";
import type { Asking } from "../part.ts";
import type { Address } from "../records.ts";
import { lineTotal } from "../totals.ts";
import { Refused } from "../user-error.ts";
import {
  applyCodes,
  type DiscountInput,
  type DraftLineInput,
  discountAmount,
  draftLine,
  draftShipping,
  spread,
} from "./price.ts";

export interface DraftInput {
  lineItems?: DraftLineInput[] | null;
  appliedDiscount?: DiscountInput | null;
  discountCodes?: string[] | null;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  poNumber?: string | null;
  tags?: string[] | null;
  customAttributes?: { key: string; value: string }[] | null;
  purchasingEntity?: { customerId?: string | null } | null;
  customerId?: string | null;
  presentmentCurrencyCode?: string | null;
  reserveInventoryUntil?: string | null;
  shippingAddress?: AddressInput | null;
  billingAddress?: AddressInput | null;
  useCustomerDefaultAddress?: boolean | null;
  shippingLine?: { title?: string | null; priceWithCurrency?: MoneyInput | null } | null;
}

type Content = Pick<Draft, "customerId" | "reserveInventoryUntil" | "order" | "discount">;

/**
 * What a draft holds: what is given, and of what is left out what it held before.
 * @throws Refused for a draft without lines, variants and customers that are not there, amounts that are none.
 */
export function draftContent(asking: Asking, input: DraftInput, before: Content | null): Content {
  const { shop } = asking;
  const person = input.purchasingEntity?.customerId ?? input.customerId;
  const customer = person ? customerIn(shop, person, ["purchasingEntity", "customerId"]) : null;
  const customerId = customer?.id ?? before?.customerId ?? null;
  const currency = input.presentmentCurrencyCode ?? before?.order.presentment.currency ?? shop.currency;
  if (currency !== shop.currency) {
    throw new Refused(["presentmentCurrencyCode"], "The sandbox makes draft orders in the shop's own currency only");
  }
  const presentment = { currency, rate: "1" };
  const lines = input.lineItems
    ? input.lineItems.map((line, i) => draftLine(asking, presentment, line, i))
    : structuredClone(before?.order.lines ?? []);
  if (lines.length === 0) throw new Refused(["lineItems"], "Add at least 1 product");
  const own = customer?.addresses.find(({ id }) => id === customer.defaultAddressId) ?? null;
  const usual = input.useCustomerDefaultAddress ? own : (before?.order.shippingAddress ?? null);
  const address = (given: AddressInput | null | undefined, otherwise: Address | null) =>
    given ? addressFrom(given, { id: newRowId(shop) }, ["shippingAddress"]) : otherwise;
  const discount = orderDiscount(asking, input, lines, before);
  const codes =
    input.lineItems || input.discountCodes ? (input.discountCodes ?? before?.order.discountCodes ?? []) : [];
  const kept =
    input.lineItems || input.discountCodes
      ? applyCodes(asking, { customerId, lines, presentment }, codes)
      : (before?.order.discountCodes ?? []);
  return {
    ...{
      customerId,
      discount,
      reserveInventoryUntil: input.reserveInventoryUntil ?? before?.reserveInventoryUntil ?? null,
    },
    order: {
      email: input.email === undefined ? (before?.order.email ?? customer?.email ?? null) : checkedEmail(input.email),
      phone: input.phone === undefined ? (before?.order.phone ?? customer?.phone ?? null) : checkedPhone(input.phone),
      note: input.note === undefined ? (before?.order.note ?? null) : input.note || null,
      poNumber: input.poNumber ?? before?.order.poNumber ?? null,
      tags: input.tags ? tagList(input.tags) : (before?.order.tags ?? []),
      customAttributes: input.customAttributes ?? before?.order.customAttributes ?? [],
      ...{ presentment, taxesIncluded: shop.taxesIncluded, lines, discountCodes: kept },
      shippingLines:
        input.shippingLine === undefined
          ? (before?.order.shippingLines ?? [])
          : draftShipping(asking, presentment, input.shippingLine),
      shippingAddress: address(input.shippingAddress, usual),
      billingAddress: address(
        input.billingAddress,
        before?.order.billingAddress ?? (input.useCustomerDefaultAddress ? own : null),
      ),
    },
  };
}

function orderDiscount(
  asking: Asking,
  { appliedDiscount, lineItems }: DraftInput,
  lines: Draft["order"]["lines"],
  before: Content | null,
): Draft["discount"] {
  const presentment = { currency: asking.shop.currency, rate: "1" };
  if (!appliedDiscount) {
    const kept = appliedDiscount === null ? null : (before?.discount ?? null);
    if (kept && lineItems) spread(asking, lines, kept.amount, nameOf(kept), null);
    return kept;
  }
  if (!lineItems && before?.discount) takeOff(lines, before.discount);
  const whole = sum(lines.map(lineTotal));
  const amount = discountAmount(asking, presentment, appliedDiscount, whole, ["appliedDiscount"]);
  const { title = null, description, value, valueType } = appliedDiscount;
  spread(asking, lines, amount, nameOf(appliedDiscount), null);
  return { title, description: description ?? "", value, isPercentage: valueType === "PERCENTAGE", amount };
}

const nameOf = (given: { title?: string | null; description?: string | null }) =>
  given.title || given.description || "Custom discount";

function takeOff(lines: Draft["order"]["lines"], discount: NonNullable<Draft["discount"]>): void {
  for (const line of lines)
    line.discounts = line.discounts.filter(({ code, title }) => code || title !== nameOf(discount));
}
