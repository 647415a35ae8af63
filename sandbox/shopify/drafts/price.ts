import { now } from "../../../src/platform/clock.ts";
import { type MoneyInput, minorOf } from "../amount.ts";
import { type Bag, bagFrom, bagOf, minus, nothing, type Presentment, share, sum, times } from "../bag.ts";
import { numberIn } from "../find.ts";
import { newRowId } from "../goods.ts";
import type { Discount, Draft } from "../goods-records.ts";
import type { Asking } from "../part.ts";
import type { Line, ShippingLine } from "../records.ts";
import { lineTotal } from "../totals.ts";
import { Refused } from "../user-error.ts";
import { findVariant } from "../views/line.ts";

export interface DiscountInput {
  value: number;
  valueType: "FIXED_AMOUNT" | "PERCENTAGE";
  title?: string | null;
  description?: string | null;
  amountWithCurrency?: MoneyInput | null;
}
export interface DraftLineInput {
  variantId?: string | null;
  quantity: number;
  title?: string | null;
  sku?: string | null;
  requiresShipping?: boolean | null;
  originalUnitPriceWithCurrency?: MoneyInput | null;
  priceOverride?: MoneyInput | null;
  appliedDiscount?: DiscountInput | null;
  customAttributes?: { key: string; value: string }[] | null;
}

/** A line of a draft: a variant at its price (or another one), or a line of its own. */
export function draftLine(asking: Asking, presentment: Presentment, input: DraftLineInput, i: number): Line {
  const { shop } = asking;
  const field = ["lineItems", String(i)];
  if (input.quantity < 1) throw new Refused([...field, "quantity"], "Quantity must be greater than or equal to 1");
  const match = input.variantId
    ? findVariant(asking, { variantId: numberIn("ProductVariant", input.variantId) })
    : null;
  if (input.variantId && !match) throw new Refused([...field, "variantId"], "Product with ID is no longer available.");
  const given = input.priceOverride ?? (match ? null : input.originalUnitPriceWithCurrency);
  if (!match && !input.title?.trim()) throw new Refused([...field, "title"], "Title can't be blank");
  const listPrice = bagOf(match?.variant.priceMinor ?? 0, shop.currency, presentment);
  const unit = given ? amountOf(asking, presentment, given, [...field, "priceOverride"]) : listPrice;
  const line: Line = {
    ...{ id: newRowId(shop), variantId: match?.variant.id ?? null, productId: match?.product.id ?? null, unit },
    ...{ title: match?.product.title ?? input.title ?? "", variant: match ? match.variant.title : null },
    ...{ sku: match ? match.variant.sku : (input.sku ?? null), vendor: match?.product.vendor ?? null },
    ...{ image: match?.product.image ?? null, quantity: input.quantity, removed: 0, discounts: [], tax: nothing },
    ...{ requiresShipping: match ? true : input.requiresShipping === true, isGiftCard: false },
    customAttributes: input.customAttributes ?? [],
  };
  if (input.appliedDiscount) {
    const amount = discountAmount(asking, presentment, input.appliedDiscount, lineTotal(line), [
      ...field,
      "appliedDiscount",
    ]);
    addDiscount(asking, line, input.appliedDiscount.title ?? "Custom discount", null, amount, input.appliedDiscount);
  }
  return line;
}

function addDiscount(
  asking: Asking,
  line: Line,
  title: string,
  code: string | null,
  amount: Bag,
  from?: DiscountInput,
): void {
  const percentage = from?.valueType === "PERCENTAGE" ? from.value : null;
  if (amount.presentment > 0) line.discounts.push({ id: newRowId(asking.shop), title, code, amount, percentage });
}

function amountOf(
  { shop }: Asking,
  presentment: Presentment,
  { amount, currencyCode }: MoneyInput,
  field: string[],
): Bag {
  const minor = minorOf(amount, currencyCode, field);
  if (minor < 0) throw new Refused(field, "Amount must be at least 0");
  if (currencyCode === presentment.currency) return bagFrom(minor, shop.currency, presentment);
  if (currencyCode === shop.currency) return bagOf(minor, shop.currency, presentment);
  throw new Refused(field, "Currency must be the one of the shop or of the draft order");
}

export function discountAmount(
  asking: Asking,
  presentment: Presentment,
  input: DiscountInput,
  whole: Bag,
  field: string[],
): Bag {
  const { value, valueType, amountWithCurrency } = input;
  if (value < 0 || (valueType === "PERCENTAGE" && value > 100))
    throw new Refused([...field, "value"], "Value is invalid");
  if (valueType === "PERCENTAGE") return share(whole, Math.round(value * 100), 10_000);
  const money = amountWithCurrency ?? { amount: String(value), currencyCode: presentment.currency };
  const amount = amountOf(asking, presentment, money, field);
  return amount.presentment < whole.presentment ? amount : whole;
}

/** Lays a sum over lines in proportion to what they are worth; the parts add up to it. */
export function spread(asking: Asking, lines: Line[], amount: Bag, title: string, code: string | null): void {
  const whole = sum(lines.map(lineTotal));
  let [done, given] = [0, nothing];
  for (const line of lines) {
    done += lineTotal(line).presentment;
    const upTo = share(amount, done, whole.presentment);
    addDiscount(asking, line, title, code, minus(upTo, given));
    given = upTo;
  }
}

/** Discount codes that hold for these lines and this customer, taken off; the others are left out. */
export function applyCodes(
  asking: Asking,
  draft: Pick<Draft, "customerId"> & { lines: Line[]; presentment: Presentment },
  codes: string[],
): string[] {
  return codes.flatMap((code) => {
    const discount = asking.shop.discounts.find((each) => each.code.toLowerCase() === code.toLowerCase());
    if (!discount || !holds(discount, draft.customerId)) return [];
    const whole = sum(draft.lines.map(lineTotal));
    const amount = valueOfCode(asking, discount, draft.presentment, whole, draft.lines);
    spread(asking, draft.lines, amount, discount.code, discount.code);
    return [discount.code];
  });
}

function holds({ startsAt, endsAt, usageLimit, used, customerIds }: Discount, customerId: number | null): boolean {
  const nowMs = now().getTime();
  const isRunning = Date.parse(startsAt) <= nowMs && (endsAt === null || Date.parse(endsAt) > nowMs);
  const isFor = customerIds === null || (customerId !== null && customerIds.includes(customerId));
  return isRunning && isFor && (usageLimit === null || used < usageLimit);
}

function valueOfCode({ shop }: Asking, { value }: Discount, presentment: Presentment, whole: Bag, lines: Line[]): Bag {
  if ("percentage" in value) return share(whole, Math.round(value.percentage * 10_000), 10_000);
  const each = bagOf(value.amountMinor, shop.currency, presentment);
  const amount = value.onEachItem
    ? times(
        each,
        lines.reduce((units, { quantity }) => units + quantity, 0),
      )
    : each;
  return amount.presentment < whole.presentment ? amount : whole;
}

export function draftShipping(
  asking: Asking,
  presentment: Presentment,
  input: { title?: string | null; priceWithCurrency?: MoneyInput | null } | null | undefined,
): ShippingLine[] {
  if (!input) return [];
  const price = input.priceWithCurrency
    ? amountOf(asking, presentment, input.priceWithCurrency, ["shippingLine", "priceWithCurrency"])
    : nothing;
  return [{ id: newRowId(asking.shop), title: input.title ?? "Custom", price, discount: nothing, tax: nothing }];
}
