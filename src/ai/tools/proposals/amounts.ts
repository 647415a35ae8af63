import { fractionDigits } from "../../../platform/currency.ts";
import { refusal } from "../tool.ts";

/** "12.50" in a currency, as integer minor units. @throws refusal bad_amount. */
export function amountOf(written: string, currency: string): { minor: number; currency: string } {
  const digits = fractionDigits(currency);
  const [, whole = "", fraction = ""] = /^\s*(\d{1,9})(?:\.(\d{1,3}))?\s*$/.exec(written) ?? [];
  if (whole === "" || fraction.length > digits) {
    throw refusal("bad_amount", `Write an amount as a plain number of ${currency}: 12${digits > 0 ? ".50" : ""}`);
  }
  const minor = Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, "0") || 0);
  if (minor < 1) throw refusal("bad_amount", "An amount is more than nothing");
  return { minor, currency };
}
