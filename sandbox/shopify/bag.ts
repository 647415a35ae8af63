import { fractionDigits } from "../../src/platform/currency.ts";

/** An amount in minor units, in the shop's currency and in the one the shopper saw. */
export interface Bag {
  shop: number;
  presentment: number;
}

/** How a shopper's prices come from the shop's. */
export interface Presentment {
  /** ISO 4217. */
  currency: string;
  /** Units of it for one unit of the shop's currency, as a decimal: "11.35". */
  rate: string;
}

export const nothing: Bag = { shop: 0, presentment: 0 };

export const plus = (a: Bag, b: Bag): Bag => ({ shop: a.shop + b.shop, presentment: a.presentment + b.presentment });
export const minus = (a: Bag, b: Bag): Bag => ({ shop: a.shop - b.shop, presentment: a.presentment - b.presentment });
export const times = ({ shop, presentment }: Bag, n: number): Bag => ({ shop: shop * n, presentment: presentment * n });
export const sum = (bags: readonly Bag[]): Bag => bags.reduce(plus, nothing);

/** What falls to `part` of `whole` equal units: the parts of a whole always add up to it, to the last minor unit. */
export function share(bag: Bag, part: number, whole: number): Bag {
  return { shop: portion(bag.shop, part, whole), presentment: portion(bag.presentment, part, whole) };
}

/** Of a sum, as much as makes `presentment` in the shopper's currency; all of it when that is all. */
export function ofPresentment(sum: Bag, presentment: number): Bag {
  if (presentment === sum.presentment) return sum;
  return { shop: portion(sum.shop, presentment, sum.presentment), presentment };
}

/** The shop's amount with the shopper's beside it. */
export function bagOf(shop: number, shopCurrency: string, { currency, rate }: Presentment): Bag {
  return { shop, presentment: converted(shop, shopCurrency, currency, rate) };
}

/** What is given in the shopper's currency, with the shop's amount beside it. */
export function bagFrom(presentment: number, shopCurrency: string, { currency, rate }: Presentment): Bag {
  if (currency === shopCurrency) return { shop: presentment, presentment };
  const { units, scale } = fractionOf(rate);
  const shift = fractionDigits(shopCurrency) - fractionDigits(currency);
  return { shop: ratio(BigInt(presentment) * scale * power(shift), units * power(-shift)), presentment };
}

function converted(minor: number, from: string, to: string, rate: string): number {
  if (from === to) return minor;
  const { units, scale } = fractionOf(rate);
  const shift = fractionDigits(to) - fractionDigits(from);
  return ratio(BigInt(minor) * units * power(shift), scale * power(-shift));
}

function fractionOf(rate: string): { units: bigint; scale: bigint } {
  const [whole = "0", fraction = ""] = rate.split(".");
  return { units: BigInt(whole + fraction), scale: power(fraction.length) };
}

const power = (digits: number): bigint => 10n ** BigInt(Math.max(0, digits));

function portion(minor: number, part: number, whole: number): number {
  return whole === 0 ? 0 : ratio(BigInt(minor) * BigInt(part), BigInt(whole));
}

/** Rounded half away from zero. */
function ratio(dividend: bigint, divisor: bigint): number {
  const sign = dividend < 0n !== divisor < 0n ? -1n : 1n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  return Number(sign * ((2n * a + b) / (2n * b)));
}
