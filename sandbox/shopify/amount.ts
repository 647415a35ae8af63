import { fractionDigits } from "../../src/platform/currency.ts";
import { Refused } from "./user-error.ts";

/**
 * "12.50" EUR → 1250.
 * @throws Refused when it is no amount of that currency: letters, too many decimals, too large.
 */
export function minorOf(amount: unknown, currency: string, field: string[]): number {
  const [, sign, whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(String(amount).trim()) ?? [];
  const digits = fractionDigits(currency);
  const minor = Number(`${sign}${whole}${fraction.slice(0, digits).padEnd(digits, "0")}`);
  const isExact = /^0*$/.test(fraction.slice(digits));
  if (sign === undefined || !isExact || !Number.isSafeInteger(minor)) throw new Refused(field, "Amount is invalid");
  return minor;
}

export interface MoneyInput {
  amount: unknown;
  currencyCode: string;
}
