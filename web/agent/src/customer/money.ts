/**
 * An amount in the currency's own minor unit (cents, öre; yen has none), as the reader's language writes it.
 * An unknown currency code is shown as it is.
 */
export function money(amountMinor: number, currency: string, locale?: string): string {
  try {
    const format = new Intl.NumberFormat(locale, { style: "currency", currency });
    return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${(amountMinor / 100).toFixed(2)} ${currency}`;
  }
}

/** How many digits a currency has after the point: 2 of the euro, none of the yen, 3 of the dinar. */
function decimalsOf(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/**
 * "12,5" as 1250 cents: digits, and a point or comma before at most as many as the currency has.
 * @returns null for anything else.
 */
export function minorOf(text: string, currency: string): number | null {
  const decimals = decimalsOf(currency);
  const [, whole, fraction = ""] = /^\s*(\d{1,12})(?:[.,](\d*))?\s*$/.exec(text) ?? [];
  if (whole === undefined || fraction.length > decimals) return null;
  return Number(whole + fraction.padEnd(decimals, "0"));
}

/** An amount as one types it: "12.50". */
export function typedMoney(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(minor).padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
