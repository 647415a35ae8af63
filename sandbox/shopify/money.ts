import { fractionDigits } from "../../src/platform/currency.ts";

/** Minor units as Shopify's decimal string: 2400 EUR is "24.0", as Ruby writes it. */
export function decimal(minor: number, currency: string): string {
  const [whole = "0", fraction = ""] = price(minor, currency).split(".");
  return `${whole}.${fraction.replace(/0+$/, "") || "0"}`;
}

/** With all digits of the currency, as webhooks write it: "24.00"; yen have none. */
export function price(minor: number, currency: string): string {
  const digits = fractionDigits(currency);
  const all = String(Math.abs(minor)).padStart(digits + 1, "0");
  const cut = all.length - digits;
  return `${minor < 0 ? "-" : ""}${all.slice(0, cut)}${digits > 0 ? `.${all.slice(cut)}` : ""}`;
}
