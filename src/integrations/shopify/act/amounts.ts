import { z } from "zod";
import type { Money } from "../../contract-actions.ts";
import { decimalAmount, minorUnits } from "../money.ts";

/** The same amount in the shop's currency and in the one the customer sees and pays. */
export interface Amounts {
  shop: Money;
  customer: Money;
}

/** MoneyV2 of Shopify. */
export const money = z.object({ amount: z.string(), currencyCode: z.string() }).transform((given, context): Money => {
  try {
    return { minor: minorUnits(given.amount, given.currencyCode), currency: given.currencyCode };
  } catch (error) {
    context.addIssue({ code: "custom", message: String(error) });
    return z.NEVER;
  }
});

/** MoneyBag of Shopify. */
export const moneyBag = z
  .object({ shopMoney: money, presentmentMoney: money })
  .transform(({ shopMoney, presentmentMoney }): Amounts => ({ shop: shopMoney, customer: presentmentMoney }));

export function moneyInput({ minor, currency }: Money): { amount: string; currencyCode: string } {
  return { amount: decimalAmount(minor, currency), currencyCode: currency };
}

/** "24.00 EUR" */
export function spoken({ minor, currency }: Money): string {
  return `${decimalAmount(minor, currency)} ${currency}`;
}

export function none({ currency }: Money): Money {
  return { minor: 0, currency };
}

export function noMoney({ shop, customer }: Amounts): Amounts {
  return { shop: none(shop), customer: none(customer) };
}

/** Never negative: what the customer is owed is not what she owes. */
export function atLeastZero({ minor, currency }: Money): Money {
  return { minor: Math.max(0, minor), currency };
}

export function plus(one: Money, other: Money): Money {
  return { minor: one.minor + other.minor, currency: one.currency };
}

export function minus(one: Money, other: Money): Money {
  return { minor: one.minor - other.minor, currency: one.currency };
}

export function same(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}

/** An amount of the customer's currency in the shop's, at the rate of `known`; rounded half up. */
export function inShopCurrency(amount: Money, known: Amounts): Money {
  if (amount.currency === known.shop.currency) return amount;
  const whole = BigInt(known.customer.minor);
  if (whole === 0n) return none(known.shop);
  const minor = (BigInt(amount.minor) * BigInt(known.shop.minor) * 2n + whole) / (2n * whole);
  return { minor: Number(minor), currency: known.shop.currency };
}
